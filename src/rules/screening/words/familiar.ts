/**
 * Words that many names have in common without saying what the organisation does: what is admired, colours, the sky, first
 * names. They tell more than "trading" and less than a name of one's own. Each line is one, then how else it is written.
 */
export const familiarWords: readonly string[] = `
abdullah abdallah abdulla
ahmad ahmed ahmet akhmad
alexander aleksandr alejandro
ali
alpha alfa
amir emir
arctic arkticheskaya arkticheskiy arktik arktika
asa
best bartar
big
black chernyy chernaya siah siyah negro
blue goluboy sinyaya abi mavi azul
bright
brilliant
century vek
crescent hilal
cross krest
crown taj korona corona
crystal kristall kristal
day dey den
delta
diamond diamonds almaz elmas almas brilliant
dragon long
eagle orel oryol oghab kartal aguila
elite elit elita
emerald
empire imperiya
era
eternal
euro evro
excellence
falcon sokol shahin
first
fortune fortuna
future ayandeh buducheye budushchego mostaghbal gelecek futuro
galaxy galaktika
gamma
garden sad
gold golden zoloto zolotoy zolotaya talaei talayi zarrin zarin altin oro dorado
good
grand
great velikiy bozorg
green zelenyy zelenaya sabz yesil verde
hassan hasan
holy
hope omid umut nadezhda esperanza
horizon gorizont ufuk
hussein hussain husayn hossein husein
ideal
imam emam
jade
jose
juan
karim
key klyuch klyuchevye
king kings korol padeshah melik malik
knight
leader lider
lion shir aslan leon
lotus lotos
luck lucky
luna
majestic
mansour mansur
maria mariya
master
mega
meridian
mohammad mohammed mohamed muhammad muhammed mohamad mehmet mahmoud magomed mukhammad
moon
mountain gora kuh dag
mustafa mostafa
nasr
new novyy novaya novoe novye nouvelle nuevo nueva yeni jadid jadeed
noble
noor nur nour
nord
novin novine
ocean okean ozean
oceanic
old staryy
olympic olimpiyskiy
omega
omar umar
orbit orbita
orion
osman uthman othman
palm
paradise
pars
peace mir solh salam
pearl zhemchuzhina zhemchuzhnyy morvarid inci perla
phoenix feniks
pioneer pioner pishgaman pishro
plus
premier premyer
prestige
prime praym
prince knyaz prens
prince
pro
progress
prosperity
queen
rainbow raduga
red krasnyy krasnaya krasnoe sorkh kirmizi rojo
reza riza
right
river reka rud
rose roza
royal
safe
saint san santa st sankt svyatoy
sapphire sapfir
season
september sentyabr
sepehr
silk
silver serebro
sina
sky asman aseman nebo gok
smart
snow sneg
spring
star stars zvezda setareh yildiz stern estrella
strong
success uspekh
summit
sun solntse khorshid gunes sol
sunrise
super
supreme
swan
swift
tiger tigr babr
titan
top
total
trans
triumph triumf
true
twin
unique
unity edinstvo vahdat wahda
universal universalnyy
vector vektor
vega
victory pobeda pirouzi zafer
vision
white belyy belaya sefid beyaz blanco
wind veter bad
wing wings krylya
winner
yasin
young
yusuf youssef yousef joseph
zenith zenit
vanguard avangard
apex
apollo
atlas
aurora
avalon
bravo
castle
classic
condor
coral
cosmos
dynamic
eden
express
focus
frontier
fusion
genesis
globe
harmony
helios
hermes
icon
imperial
impex
impulse
infinity
integra
iris
jupiter
kingdom
legacy
legend
lynx
magnum
mars
matrix
mercury
metro
midas
mosaic
neptune
nexus
oasis
odyssey
olympus
optima
orange
panda
pegasus
poseidon
prism
pulse
quest
radiant
ranger
regal
saturn
scorpion
sigma
solaris
spectrum
spirit
stellar
stream
sunshine
synergy
terra
tesla
trident
trinity
ultra
valley
venus
veteran
viking
virgo
vista
vital
vortex
zeta
zeus
`
  .trim()
  .split("\n");
