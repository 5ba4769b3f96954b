/**
 * Places that stand in the names of many organisations, each line one place: its name in English, then how else it and
 * what is of it are written in Latin letters. Two names with different places are names of two organisations.
 */
export const placeWords: readonly string[] = `
abudhabi
aegean aigaiou aigaion egeo
afghanistan afghan afgan
africa african afrika
algeria algerian algerie
america american amerika
ankara
arab arabian arabe
armenia armenian
asia asian asya asiatic
athens
austria austrian osterreich
australia australian
azerbaijan azerbaycan
bahrain
baku
balkan
baltic baltiyskiy baltika
bangladesh
beijing peking pekin
beirut beyrouth
belarus belarusian belorusskiy belorussiya belarusi belarusskiy belaruskaya
belgium belgian
berlin
bosnia
brazil brasil brazilian brasileira
britain british
bulgaria bulgarian
burma myanmar myanma burmese
cambodia cambodian
canada canadian
canton guangzhou
caspian kaspiyskiy kaspiy
caucasus
changchun
changsha
chelyabinsk chelyabinskiy
chengdu
china chinese zhongguo sino chine kitay
chongqing chungking
colombia
congo
crimea crimean krym krymskiy
cuba cuban cubana kuba
cyprus
damascus dimashq
dalian
donetsk
dongguan
dubai
east eastern vostok vostochnyy vostochno orient oriental doga sharq shargh iztok shargi
egypt egyptian misr masr
england english
eritrea
ethiopia
eurasia eurasian evraziyskiy
fareast dalnevostochnyy dalnevostochnaya
finland
france french francaise
fujian
geneva geneve genf
georgia
germany german deutsche deutsch deutschland allemagne
greece greek hellenic hellas ellados ellinika
guangdong
gulf
haiti
hangzhou
harbin
hebei
hefei
helsinki
hongkong xianggang
hubei
hunan
hungary magyar
india indian hindustan
indonesia
iran iranian irani persia persian
iraq iraqi
ireland irish
irkutsk irkutskiy
isfahan esfahan
israel israeli
istanbul
italy italian italiana italia
japan japanese nippon nihon
jiangsu
jinan
jordan
kabul
kazan kazanskiy kazanskii
kazakhstan kazakh
kharkiv kharkov
kiev kyiv
kish
korea korean chosun choson joseon koryo
kurdistan
kuwait
kyrgyzstan kyrgyz
latvia
lebanon lebanese liban
libya libyan
lithuania
london
luhansk lugansk
macau macao
madrid
malaysia
malta
marshall
mexico mexican
middle
minsk minskiy
moldova
mongolia
moscow moskva moskovskiy moskovskii moskovskaya moskovskoe
mumbai bombay
murmansk
nanjing nanking
netherlands dutch nederland holland
ningbo
north northern severnyy severnaya severnoe sever nord norte kuzey shomal
northeast northeastern
northwest northwestern
norway norwegian
novosibirsk novosibirskiy
odessa odesa
oman
omsk omskiy omskoe
pacific
pakistan pakistani
palestine palestinian
panama
paris
perm permskiy permski permskii
petersburg peterburg
philippines
poland polish polska
portugal
pyongyang
qatar
qeshm
qingdao tsingtao
romania romanian
rostov
russia russian rossiya rossii rossiyskiy rossiyskaya rossiyskoe rossiiskaya rossiiskii rossiyskoy rossiyskie vserossiyskiy vserossiyskii vserossiiskiy vserossiiskii vserossijskij russkiy russkaya russkie russkii rus rossiskoi rf rossiiskoi
samara samarskiy
saratov
saudi
serbia serbian srpska
seychelles
shandong
shanghai
shenyang
shenzhen
siberia siberian sibirskiy sibirskaya sibir
sichuan
singapore
somalia
south southern yuzhnyy yuzhnaya yug sud sur guney jonoub
southeast
southwest
spain spanish espana espanola
sudan
suez
suzhou
sweden swedish svenska sverige
switzerland swiss schweizer suisse schweiz
syria syrian suriya surie syrie
taiwan
tajikistan
tatarstan
tomsk tomskiy
penza penzenskiy penzenskii
ufa ufimskiy
novgorod novgorodskiy
ryazan ryazanskiy
simferopol
sevastopol
voronezh voronezhskiy
krasnoyarsk krasnoyarskiy
kursk kurskiy
bryansk bryanskiy
smolensk smolenskiy
kaliningrad
krasnodar
stavropol
vladimir vladimirskiy
yekaterinburg ekaterinburg
tehran teheran
thailand thai
tianjin tientsin
tokyo
tula tulskiy
tunisia
turkey turkish turk turkiye turkic
turkmenistan
uae emirates
ukraine ukrainian ukraina ukrainskiy ukrainy
ural urals uralskiy uralskaya uralskii uralskoe
usa us
uk
uzbekistan
venezuela
vietnam
vladivostok
volga volzhskiy
volgograd volgogradskiy
west western zapad zapadnyy zapadnaya occidental oeste bati gharb
wuhan
wuxi
xiamen
xian
xinjiang
yaroslavl yaroslavskiy
yemen yemeni
yugoslavia
zhejiang
zhengzhou
zimbabwe
zurich
albania albanian
angola
argentina argentine argentinian
bermuda
bolivia
caribbean
cayman
chile chilean
croatia croatian hrvatska
czech ceska
denmark danish dansk danmark
ecuador
estonia estonian
ghana
iceland
kenya
laos lao
liechtenstein
luxembourg
monaco
morocco maroc
nepal
nigeria nigerian
peru
scotland scottish
slovakia slovak
slovenia slovenian
srilanka
uganda
uruguay
chicago
frankfurt
hamburg
losangeles
melbourne
milan milano
munich munchen muenchen
osaka
sydney
toronto
vienna wien
warsaw
washington
almaty
riga
vilnius
tallinn
tbilisi
yerevan
adana
izmir
antalya
bursa
mashhad
tabriz
shiraz
basra
mosul
aleppo
aden
sanaa
tripoli
karachi
lahore
delhi
bangkok
jakarta
hanoi
manila
seoul
busan
alexandria
amman
amsterdam
anhui
antwerp anvers
arkhangelsk
astrakhan
atlanta
bangalore bengaluru
barcelona
belgrade beograd beogradu
bengal
birmingham
boston
bristol
brussels bruxelles brussel
bucharest bucuresti
budapest
cairo
california
calcutta kolkata
casablanca
changzhou
chennai madras
copenhagen kobenhavn
crete
dallas
dammam
denver
detroit
dnipro dnepr dnepropetrovsk
doha
dubna
edinburgh
fargona
florida
foshan
fuzhou
gansu
gaza
glasgow
guangxi
guiyang
guizhou
gujarat
haikou
hainan
heilongjiang
henan
houston
huizhou
hyderabad
izhevsk izhevskiy
jeddah
jerusalem
jiangxi
jiaxing
jilin
johannesburg
kaluga
khabarovsk
khartoum
kirov kirovskiy
kunming
kurgan
lagos
lanzhou
latakia
leeds
liaoning
lisbon lisboa
liverpool
lviv lvov
lyon
malaga
manchester
marseille
miami
michigan
montreal
mytishchi mytishchinskiy
nairobi
nanning
nantong
naples napoli
nevada
ningxia
ohio
ontario
orenburg
oslo
oxford
cambridge
prague praha
quebec
riyadh
rome roma
rotterdam
rybinsk
saigon
sarajevo
seattle
sharjah
shaanxi shanxi
skopje
stockholm
taipei
telaviv
texas
tianshui
toulouse
tunis
turin torino
tver
tyumen
ulyanovsk
urumqi
valencia
vancouver
virginia
vologda
weihai
wenzhou
yangon rangoon
yantai
yunnan
zagreb
zelenograd
zhongshan
zhuhai
zibo
`
  .trim()
  .split("\n");
