/**
 * Words that many organisations have in their names: what they do and what they are. Each line is one meaning in English,
 * then how else it is written: in other languages, in Latin letters as names are transliterated, cut short. Only common
 * words are here, never an organisation's own.
 */
export const commonWords: readonly string[] = `
academy akademiya akademia akademie academie academia akademiyasi accademia
account accounting accountants
additive additivnykh
administration administratsiya administracion administracao administracja
advanced
advertising reklama publicidad
aero
aerospace aerokosmicheskiy aerokosmicheskaya
affairs
agency agentstvo agencia agence agentur ajansi agenzia agentsiya agenstvo
agriculture agricultural agro agrarian agricola agricole tarim landwirtschaft selskokhozyaystvennyy keshavarzi
aid
air luft hava
airlines airline airways aviakompaniya aviakompaniia aviolinee lineas yollari havayollari havapeymaei aeroporia aerolineas
airport aeroport aeropuerto flughafen
alliance
applied prikladnoy prikladnykh prikladnoi
armament armaments weapon weapons arms vooruzheniy vooruzheniya oruzhiya silah
army armee ejercito ordusu
asset assets
associates
association assotsiatsiya asociacion associacao verband verein union associazione obedinenie obyedinenie obyedineniye obedinenije obiedinenie aubyadnanne assn dernegi jamiyat jamiyah jamia society soyuz soiuz
authority
automation avtomatizatsii avtomatika automatika avtomatiki automatic avtomaticheskikh
automobile automotive auto motor motors avtomobilnyy avtomobilnyi otomotiv automotores kfz
aviation aircraft airplane samolet samoletov avions aviatsionnyy aviatsionnaya aviatsionnoe aviatsionnye aviatsii aviats aviacion aviacao avia avio luftfahrt havacilik aviazione aeronautics aeronautical aeronautica
bank banking banco banque bankasi banca banka banki bankas bankning trapeza trapezas bankaci
base
basic
battery batteries
bearing bearings podshipnik
bio biotech biotechnology biotekhnologii biological bioengineering
board
branch filial filiale sucursal succursale subesi zweigniederlassung
bridge
broadcasting teleradio
brokerage broker brokers kargozari
brothers bros
budgetary budget budgetary byudzhetnoe byudzhetnoye byudzhetnaya byudgetnoe
building buildings stroitelnaya stroitelnyy stroitelnoe stroitelstvo stroitelstva stroi stroy construction constructions construccion construcciones constructora construcao bau bauunternehmen insaat insaati yapi sakhteman costruzioni stroyka stroitel
bureau byuro buro biuro
business biznes negocios
cable kabel kabelnyy
capital kapital sermaye
care
cargo yuk karga
casino kazino
cement tsement cemento ciment siman cimento tsementnyy
center centre centr tsentr centro zentrum centrum merkezi merkez markaz cntr tsentra
central tsentralnyy tsentralnoe tsentralnaya tsentralnogo tsentralny centralny centralnyi centrale zentral merkezi markazi
chamber palata camara kammer
charity charitable blagotvoritelnyy khayriyya khayria khairia kheyriyeh blagotvoritelnyi
chemical chemicals chemistry khimicheskiy khimicheskii khimicheskoy khimii khimiko chimie quimica quimico chemie kimya kimia himicheskiy chemiczne
chip chips
circuit circuits
city gorod
civil
clothing
cloud
club klub
coal ugol ugolnaya ugolnyy ugolnoe komur carbon
college kolledzh
combine kombinat combinat
commerce commercial kommercheskiy kommercheskii comercial commerciale comercializadora komerts kommerts komerciyna torgovopromyshlennaya
commission komissiya
committee komitet comite
communication communications svyaz svyazi telecommunication telecommunications telekommunikatsii telekom telecom communicaciones kommunikatsii communicaciones telecomunicaciones comunicaciones moboatelat mokhaberat
complex kompleks komplex complejo kompleksov
component components komponenty komponentov
composite composites kompozit kompozitsionnykh kompozity
computer computers computing kompyuter kompyuternye vychislitelnykh vychislitelnoy computadoras computational
concern kontsern konzern koncern
consulting consultancy consultants consultant konsalting consultoria danismanlik beratung advisory advisors
contracting contractor contractors podryad
control upravleniya kontrol controls
cooperation cooperative kooperativ cooperativa taavon taavoni sotrudnichestvo
corps
council sovet consejo conseil rat shura
credit kredit kreditnaya credito
culture cultural kultura kulturnyy
currency exchange valyuta
customs tamozhnya
cyber kiber
data dannykh daten dado
defense defence oborona oborony oboronnyy oboronnaya verteidigung savunma defensa defence defenses difa
delivery
department departament departamento abteilung otdel
design konstruktorskoe konstruktorskoye konstruktorsko konstruktorskii konstruktorskogo proektnoe proektno proektnyy proektirovaniya entwurf tasarim konstruktorskaya project proekt proyekt projekt projects proyecto
development razvitie razvitiya razrabotka razrabotki desarrollo developpement entwicklung gelistirme tose towseeh dev razvoj kaifa developments developing
device devices ustroystva pribor
digital tsifrovoy tsifrovye tsifrovykh tsifrovaya dijital
directorate direktsiya direccion
distribution distribuidora distributors distributor distributing raspredelitelnyy dagitim
drilling burenie bureniya burovaya hafari
economic economics economy ekonomicheskiy ekonomicheskaya ekonomiki economico
education educational obrazovatelnoe obrazovaniya educacion obrazovanie egitim ucheniy
electric electrical elektricheskiy electricite electricidad elektrik elektro electro elektrichestvo elektrotekhnicheskiy elektrotekhnika electrotechnical elettrica elektrizitat bargh electricity
electromechanical elektromekhanicheskiy elektromekhanika elektromekh
electronic electronics elektronnyy elektronnye elektronika elektroniki elektron elektronik electronica elettronica elektronnoy elektronnaya electronique dianzi elektronikos
element elements
elevator
employment
energy energetika energeticheskiy energeticheskaya energia energiya energie enerji enerjisi energo energii energoresurs
engine engines dvigatel dvigateley dvigatelestroenie motorostroitelnoe motorostroitelnyy
engineering inzhiniring inzhenernyy inzhenernaya inzheneriya ingenieria ingenierie ingenieur engenharia muhendislik mohandesi inzhinirink engr engg injiniring inzhenerno gongcheng engineers
enterprise enterprises predpriyatie predpriatie predpriyatiye predpriiatie predpryyemstva empresa entreprise unternehmen pidpryyemstvo predpriiatiia isletmesi moasese
environmental ekologicheskiy ekologiya
equipment oborudovanie oborudovaniya equipos equipement ausrustung ekipman tajhizat shebei
establishment est etablissement etablissements muassasa
realestate emlak gayrimenkul inmobiliaria inmobiliarias nedvizhimost immobilien immobiliere amlak
europe european evropeyskiy europa europe
exhibition
experimental eksperimentalnyy eksperimentalnaya opytnyy opytno opytnoe pilot opytnyi
expert ekspert ekspertiza
exploration razvedka geologorazvedka
export exp eksport exportadora exports ihracat saderat saderati exporting exporter
facility facilities
farm farms
federal federalnoe federalnoye federalnyy federalnaya federalnogo federation federatsii federatsiya
fiber fibre
film
finance fajnans financial finans finansy finansovaya finansovyy finanz finansal financiera finanzas financing
fire
firm firma
fishing fishery fisheries rybolovnyy
flight polet
food foods pishchevoy gida alimentos prodovolstvennyy lebensmittel nahrungsmittel
force forces sily
foreign vneshne vneshnyaya vneshneekonomicheskoe zarubezhnyy extranjero dis vneshnetorgovaya vneshtorg
forwarding ekspeditsiya
foundation fond vakfi fundacion fundacao fondation stiftung stichting bonyad fonds fundatia waqf endowment
freight frakht
fuel toplivo toplivnaya yakit
fund fonds
furniture mebel
gas gaz gazovyy gazovaya gasgesellschaft gazi natural prirodnyy dogal
general generalnyy genel obshchiy generale gen umumi amm amma
geological geologiya geologicheskiy
global globalnyy kuresel
goods tovary
government pravitelstvo
group gruppa grupp grupo groupe grup gruppe groups gruppo jituan guruh
guard guards
gunpowder powder porokhovoy porokhovoi
hawala
health zdorovya zdravookhraneniya sante salud saglik
heavy tyazhelyy tyazhelogo schwer agir
helicopter helicopters vertolet vertolety vertoletov
high higher vysshee
holding holdings kholding kholdinga holdingi
hospital klinika clinic klinik
hotel hotels otel gostinitsa
house dom
housing
human
humanitarian gumanitarnyy
import imp imports importadora ithalat importing importer importacion
industry industries industrial promyshlennost promyshlennyy promyshlennaya promyshlenno promyshlennoe industria industrias industriel industrie sanayi sanayii sanat sanaye sanati sanaaye prom sinaat industriya industrija gongye
information informatsionnyy informatsionnye informatsionnaya informatsii informacion informations info bilgi informatika informatics informatsionno
infrastructure infrastruktura
innovation innovations innovative innovatsii innovatsionnyy innovatsionnye innovacion novavari noavaran
inspection
institute institut instituto instytut istituto instituta enstitusu institution instituts uchrezhdenie uchrezhdeniye uchrezhdeniya
instrument instruments priborostroenie priborostroeniya priborostroitelnyy priborostroitelny priborov priborostroitelnogo instrumentation instrumentalnyy
insurance strakhovanie strakhovaya seguros assurance versicherung sigorta bime strakhovoe
integrated integral kompleksnyy
intelligence
intelligent intellektualnye
interior
international mezhdunarodnyy mezhdunarodnaya mezhdunarodnoe internacional internationale uluslararasi beynalmelali intl int internatsional dolati duwali dawlia internazionale guoji
internet
inventory
investment investments invest investitsii investitsionnaya inversiones investicii investissement yatirim sarmayeh sarmayegozari investitsionnyy inversion inverst investing investors
iron zheleznyy
joint sovmestnoe
laboratory laboratories labs lab laboratoriya laboratoire laboratorio labor laboratuvari
land
laser lasers lazer lazernyy lazernye
law legal pravo
leasing lizing
liberation
life
light
line lines liniya linie
logistics logistic logistik logistika lojistik logistica logistique transport transportation transportnaya transportnyy transportnoe transporte transportes transporti tasimacilik nakliyat hamlonaghl haml transports transp perevozki wuliu
machine machines machinery mashiny mashina mashinostroitelnyy mashinostroitelny mashinostroitelnaya mashinostroenie mashinostroeniya maquinaria maschinen maschinenbau makina makine mashinostroitelnoe mashinostroitelnoye stankostroitelnyy stanko mashin mashinazi jixie
magazine
maintenance tekhobsluzhivanie bakim
management upravlenie upravleniye upravlyayushchaya menedzhment manejo gestion verwaltung yonetim modiriyat managing mgmt
manufacturing manufacture manufacturer manufacturers manufactory imalat zhizao
maritime marine morskoy morskaya morskoe morskogo morskie sea maritim maritima seetransport denizcilik daryaei daryayi naval nautical naftilia naytilia bahri
market markets rynok pazar mercado
marketing pazarlama
martyr shahid shaheed
material materials materialy materialov materiales material malzeme
measuring measurement izmeritelnyy izmereniy
mechanical mechanics mekhanicheskiy mekhanicheskii mekhaniki mecanica mekanik mechanic
media smi
medical medicine meditsinskiy meditsinskaya meditsiny medico medizin medizinische tibbi medikal pezeshki
merchant
metal metals metall metalla metallurgical metallurgicheskiy metallurgiya metallurgy metalurgica metalurji metallurgicheskii
micro mikro
microelectronics microelectronic mikroelektronika mikroelektroniki mikroelektronnyy
military voennyy voennaya voenno voennoe militar militaire militar militaerische askeri nezami
mining razrez rudnik mine mines shakhta pit gornyy gorno gornaya gornorudnaya minera mineria bergbau maden madencilik maadan madan minerals mineral
ministry ministerstvo ministerstva ministerio ministere ministerium bakanligi vezarat wizarat
missile missiles raketnyy raketnoe raketa rocket rockets raketno
mobile mobilnye
modern sovremennyy
money
movement dvizhenie
municipal munitsipalnyy
named imeni im name
national natsionalnyy natsionalnaya natsionalnoe natsionalnogo nacional nationale milli melli meli watani wataniya ulusal naziyonalnyy natsyyanalny narodnyy natsional ethniki
natural
navigation navigatsiya
navy
net
network networks seti netz
news
nuclear yadernyy yadernaya yadernogo atomnyy atomnaya atomic atom nukleer hastei haste
office ofis oficina buro
offshore
oil neft nefti neftyanoy neftyanaya neftyanoye petroleum petrol petrole petroleos petroleo petrochemistry petrolleri naft nafta nafti petrelaia petrolio shiyou
operations operating operadora
optical optics optika optiki opticheskiy opticheskoe opticheskogo optik optiko
optoelectronic optoelectronics optoelektronika photoelectric photoelectronic optronik
order
organization organisation organizatsiya organizacion sazman sazeman organisationen organizations organizatsii
overseas
park
part parts
partner partners partnership partnerstvo
party partiya
people peoples
petrochemical petrochemicals neftekhim neftekhimicheskiy petrokimya petroshimi neftekhimiya
pharmaceutical pharmaceuticals pharma farmatsevticheskiy farma ilac darou
physics fiziki fizika physical fizicheskiy physico
pipe pipes pipeline truba trubnyy trubnaya
plant zavod fabrika factory factories works usine fabrik fabrica werk mill kombinat plants karkhaneh zavody zavoda fabrikasi fabriki masna karkhane gongchang zaklady zaklad
plastic plastics
police
port ports morport puerto liman hafen seaport bandar
power silovye moshchnost potencia guc niru
precision tochnyy pretsizionnyy tochnoy
press pechat
printing
prison penitentiary tyurma
private chastnyy chastnoe ozel privat
processing pererabotka pererabotki
product products produkt produkty produktsiya productos produits urunleri
production proizvodstvennoe proizvodstvennaya proizvodstvennyy proizvodstvenno proizvodstvo proizvodstva proizvodstvennogo producciones produccion produktion uretim tolidi tolid proizvodstvennoye vytvorchaye vyrobnyche
program programma programmnyy
property properties imushchestvo
prospecting
public obshchestvennyy obshchestvennaya kamu
publishing izdatelstvo
purchasing procurement supply snabzhenie postavka supplies supplier suppliers abastecimiento tedarik
quality kachestvo
quantum kvantovyy
radio radiotekhnicheskiy radiotekhnicheskii radioelektronnyy radioelektronika radioelectronic radiotechnical radiotekhniki radiotekhnika radyo
railway railways railroad zheleznodorozhnyy zheleznye dorogi bahn eisenbahn ferrocarriles chemins rahahan demiryollari
refinery neftepererabatyvayushchiy npz palayesh palayeshgah refining
regional region
registrar reestr registrator register
relief
repair remont remontnyy remonta sudoremontnyy
republic respublika respubliki republica republique republik jomhuri cumhuriyeti jomhouri respublikanskoe respublikanskiy republican respublikanskoye
rescue
research issledovatelskiy issledovatelskii issledovatelski issledovatelskaya issledovatelskoe issledovaniy issledovaniya issledovatelskogo investigacion investigaciones recherche recherches forschung forschungs arastirma tahghighat tahqiqat pazhouhesh pajuhesh tahghighati yanjiu
reserve
resource resources resursy resurs recursos
retail
revolution revolutionary enghelab inqilab
robot robots robotics robototekhnika
rubber kauchuk rezinovyy
satellite sputnik
school shkola escuela
science sciences scientific nauchno nauka nauki nauk nauchnyy nauchnaya nauchnoe nauchnogo ciencia ciencias scientifique scientifiques wissenschaft wissenschaften bilim oloum ulum kexue navukova naukovo scientifico
seal
secure security bezopasnost bezopasnosti seguridad sicherheit guvenlik securities tsennye amniyat amn ohranne okhrannoe
semiconductor semiconductors poluprovodnik poluprovodnikovyy poluprovodnikovykh bandaoti
sensor sensors
service services servis servisnaya servicios uslugi hizmetleri hizmet dienst dienstleistungen khadamat khadamati servicio servises
ship ships sudno sudov vessel vessels gemi kashti navire
shipbuilding shiprepair sudostroitelnyy sudostroitelny sudostroitelnaya sudostroenie sudostroeniya sudostroyeniya shipbuilder shipyard shipyards verf sudoverf tersane tersanesi kashtisazi werft
shipping sudokhodnaya sudokhodstvo parokhodstvo naviera navigazione shipmanagement kashtirani keshtirani reederei armement armateur milaha
software programmnoe yazilim soft
solution solutions resheniya cozumleri
space kosmicheskiy kosmicheskaya kosmicheskoe kosmos
special specialized spetsialnoe spetsialnyy spetsialnaya spetsializirovannyy spetsializirovannaya spets spetsialnogo
sport sports sportivnyy
standard standards standartov
state gosudarstvennoe gosudarstvennyy gosudarstvennaya gosudarstvennogo gosudarstvennye estatal devlet dolat gos staatliche dawla gosudarstvennoye dolati hukumat kazennoe gosudarstvenny
station stantsiya
steel steels stal stalnoy acero stahl celik foulad
storage sklad
strategic
structure structures konstruktsii
study studies
subsidiary docherneye
surgical
survey
system systems sistemy sistema sistem sistemleri systeme sistemas sistemi sistemleri xitong
tactical taktikheskoe takticheskoe
tank tanker tankers
tax
technical tekhnicheskiy tekhnicheskii tekhnicheskaya tekhnicheskogo tecnica technique teknik fanni tekhnichesky tecnico
technology technologies technological tekhnologii tekhnologiya tekhnologicheskiy tekhnologiy tecnologia tecnologias tech technik technologie teknoloji tekhno tekhnika tekhniki tekh techno keji tekhnologicheskoe tekhnologicheskoye tekhnolodzhi polytechnic polytechnical politekhnicheskiy technique fannavari fanavari
telephone
television tv televidenie
terminal terminals
test testing ispytatelnyy ispytaniy ispytatelnaya
textile textiles tekstil tekstilnyy nassaji
tobacco tabak
tool tools instrumentalnyy
tourism travel turizm turisticheskaya turismo seyahat
tractor traktor traktornyy traktorny
trade trading torgovlya torgovyy torgovaya torgovye treyding treiding trejding ticaret ticareti comercio handel handels commerce tejarat bazargani tijara tijarah torg treyd trader traders torgovo maoyi merchandising tajer tejari tic
training uchebnyy
trans
trust trast
turbine turbines turbina
unitary unitarnoe unitarnoye unitarnyy unitarnaye
united obedinennaya obedinennyy obyedinennaya unis unidos vereinigte muttahida ob'edinennaya birlesik
university universitet universidad universite universitat universita uniwersytet daneshgah jamiat universitesi daxue universidade univ
unmanned bespilotniye bespilotnye bespilotnyy uav drone drones
venture ventures
video
vocational
war
water voda su
welfare
world mir mirovoy welt mundial
ammunition boepripasy patronnyy patronny cartridge cartridges
apparel garment garments odezhda konfeksiyon
archive
art arts
bar restaurant restaurante cantina
boiler kotel kotlostroeniya kotelnyy
book books
brigade brigades liwa tugay
certification sertifikatsiya
choreography
coast
command komandovanie
copper mednaya med bakir cobre
crane kran kranovyy kreyn
daily
detention sizo
diesel dizel dizelnykh dizelnyy
dynamics
enrichment
freedom svoboda azadi azadiya hurriyat ozgurluk
front cephesi jabhat
geographic hydrographic gidrograficheskoe
glass steklo stekla cam shisheh
graphite grafit
humanity
internal vnutrennikh vnutrenniy
jewelry jewellery jewelers jewellers yuvelirnyy mucevherat
legion
lithium litiy litii
maker makers making sazan sazi sazeh saz tamin
memory pamyat
menswear
microwave
motorcycle
nano nanotekhnologii nanotechnology nanotechnologies
news novosti novostei
paper bumaga kaghaz
pension pensionnyy
physicomathematical
postal post pochta
printhouse tipografiya
propulsion
pump pumps nasos
publicrelations
quarry
rare
recycling
remote
rent prokat rental
road roads dorogi dorozhnyy highways highway rah
room
salt
sanitary
shelf
silicon
spare
stadium
stock
stone
stud
superconducting sverkhprovodnikovye
synthetic sinteticheskogo
tea
theatre
timber wood les lesnoy lesnaya lesopromyshlennaya forest
tire tyre shina shinnyy lastik
transit
troops voyska
tunnel
tradehouse
vehicle vehicles
vodka
warehouse
waste
wave mowj moj volna
weaving
wine vino
winery
wire
workers
yard
absorption
adhesive adhesives
airconditioning conditioning hvac
alloy alloys splavov splavy
aluminium aluminum alyuminiy alyuminievyy aluminio
ambulance
ammonia
analysis analytics analytical analiz analitika
ancillary
antenna antennas antenn antennyy
apparatus apparat apparatura
architects architecture architectural
armored armoured bronetankovyy
assembly assemblies sborka
audio
audit auditing auditors
autonomous avtonomnaya avtonomnoe
avionics avionika
batch
beauty
beverage beverages drinks napitki
biomass
bitumen asphalt
blockchain crypto
blood
boat boats
brewery beer pivo pivovarnya
brick bricks
bus buses
camera cameras
cancer
card cards
casting foundry foundries liteynyy liteynoe forging
catering
cell cells
ceramic ceramics keramika keramik ceramica
children kids
christian
church
clean cleaning cleaner
clinical
coating coatings
coffee
complexes kompleksy
concrete beton betonnyy
conference congress kongress
container containers
cooling refrigeration refrigerating
cosmetics
creative
crew crewing
cruise cruises
dairy milk moloko
decision decisions
decoration
democratic demokraticheskiy demokratik
dental stomatologiya
depository depozitariy depositary
derivatives
detective
detergent
diagnostic diagnostics
dispatch
display displays
district rayon okrug
division
dredging
eco ecology
ecosystem
ehealth
embassy
emergency
entertainment
ethanol methanol
event events
executive
eye
faculty facultad fakultet fakulte
family families
fashion
fastener fasteners
feed
ferry ferries
fertilizer fertilizers
field
filter filters
footwear shoe shoes
friendship druzhba
gallery
game games gaming
gear gears
gem gems
generation
genetic genetics gene genomics
glove gloves
grain grains zerno zernovoy
granite
grid
guidance
gyroscope
heritage
home homes
hosting
hydraulic hydraulics gidravlika
hydro gidro gidroelektro
hydrogen oxygen
imaging
initiative
inn
institutional
integration integrator integratsiya
investigation
islamic islami islam islamiya islamiyah islamico
jet
kindergarten
kitchen
landscape
laundry
leather
lease
lens
library biblioteka
lighting lamp lamps illumination
loan loans
lock locks
lubricant lubricants
machining
mall
marble
meat
model models
mold mould molds
molecular
monitoring
mortgage
mosque
museum muzey musee museo
music
nickel nikel
online
operation
painting paint paints
parking
payment payments pay
petfood
phone phones smartphone smartphones
photo photographic
photonics
photovoltaic solar
pigment
planning
platform platforms
plaza
pneumatic
polymer polymers polimer polimery
popular
poultry
prefecture province provincial
process
promotion
protection zashchita zashchity
provider providers
pure
radar radars
recording
reconstruction
recruitment staffing
refugee refugees
reinsurance
renewable renewables
resin
resistance
resort resorts
rig
rolling
rotor rotors
safety
salon
salvage
sanatorium
seed seeds
settlement
sewing
simulation simulator simulators
small
smelter smelting
soap
social sotsialnyy
sonar
sourcing
statistics
sugar sahar sakhar azucar
support podderzhka
switch switchgear
taxi
team
temple
thermal
therapeutics
tile tiles
titanium titan
towing
toy toys
transfer
transformer transformers transformator
translation
transmission
truck trucks
unit
vaccine vaccines
valve valves armatura
veterinary
vision
walls
web
welding svarka
well wells
wellness
wheel wheels
wholesale wholesalers optovaya
window windows door doors
wireless
women
workshop
yacht yachts yachting
youth
zinc
zone
foreningen foerening forening stiftelse
agencies
`
  .trim()
  .split("\n");

/** Of the meanings above, those that many kinds of organisations have: by themselves they tell little. */
export const broadWords: ReadonlySet<string> = new Set(
  `branch budgetary center development federal global industry institute international investment joint management national
   office private product production public research science service solution solutions special state system technology
   trade unitary`.split(/\s+/),
);

/** And those that tell next to nothing, and don't set two organisations apart. */
export const emptyWords: ReadonlySet<string> = new Set(
  `association company concern corporation enterprise establishment firm general group holding joint named organization
   part partner public unitary venture`.split(/\s+/),
);
