/**
 * How else places are called: what is of them in Russian and other languages, as it is transliterated, and more places.
 * Each line: the place in English, as places.ts has it first, then the words.
 */
export const placesTranslated: readonly string[] = `
abkhazia abkhazskiy
afghanistan afganskiy afganistana afganistan
africa afrikanskiy afrikanskaya afriki afrique africano africana
aleppo halab
algeria alzhir alzhirskiy argelia
altai altay altayskiy altayskaya altaiskii
america amerikanskiy amerikanskaya ameriki amerique americas americana americano amerikan
amur amurskiy amurskaya
amsterdam amsterdamskiy
angola angolskiy
antalya antalyanskiy
arab arabskiy arabskaya arabskie arabes arabia arabiya arabii arabi arabiyya arabiyah
argentina argentinskiy
arkhangelsk arkhangelskiy arkhangelskaya
armenia armyanskiy armeniya armenii hayastan
asia aziatskiy aziatskaya aziya azii asie asien
astrakhan astrakhanskiy
athens afiny afinskiy athinon athina
australia avstraliya avstraliyskiy avstralii australien
austria avstriya avstriyskiy avstrii osterreichische oesterreich oesterreichische autriche
azerbaijan azerbaydzhan azerbaydzhanskiy azerbaydzhana azarbaijan azarbayjan azerbaycanin
baghdad bagdad
baikal baykal baykalskiy
baku bakinskiy
baltic baltiyskaya baltiyskoe baltii baltische baltika
bangladesh bangladeshskiy
bashkortostan bashkirskiy bashkirskaya bashkir
beijing pekina pekinskiy pekinskaya pekines
beirut beyrut bayrut
belarus belorusskaya belorusskoe belorussii bielorrusia belarusskaya bielaruski belarusky belorussian bielarus
belgium belgiya belgiyskiy belgii belgique belgie
belgrade belgradskiy
berlin berlinskiy
bologna bolonskiy bolognese
brazil braziliya brazilskiy brazilii brasileiro brasileiras bresil
britain britanskiy britanskaya britanii britanica
brussels bryussel bryusselskiy
budapest budapeshtskiy
bulgaria bolgariya bolgarskiy bolgarskaya bolgarii balgarska balgariya
cairo kair kairskiy qahira
california kaliforniyskiy kalifornii kaliforniya
cambridge kembridzhskiy kembridzh
canada kanada kanadskiy kanadskaya kanady kanadyn canadiense
caspian kaspiyskaya kaspiyskoe kaspii
caucasus kavkaz kavkazskiy kavkaza kavkazskaya
chelyabinsk chelyabinskaya chelyabinskoe
chicago chikagskiy
chile chiliyskiy
china kitayskiy kitayskaya kitaya chinois chinesische zhonghua
colombia kolumbiya kolumbiyskiy colombiana colombiano
copenhagen kopengagen kopengagenskiy
crimea krymskaya krymskoe kryma krimea
croatia khorvatiya khorvatskiy hrvatski
cuba kubinskiy kubinskaya kuby cubano cubanos
cyprus kipr kiprskiy kibris chypre kypros kypriaki
czech cheshskiy chekhiya cheskaya ceske cesky
dagestan dagestanskiy
damascus damask damasskiy
delhi deliyskiy
denmark daniya datskiy danii
donetsk donetskiy donetskaya donetskoe
dubai dubay
east vostochnye
egypt egipet egipetskiy egipta egipto misriyya misr egypte
england angliya angliyskiy
estonia estoniya estonskiy eesti
eurasia evraziya evraziyskaya evraziyskoe avrasya
finland finlyandiya finlyandskiy finskiy suomi suomen
france frantsiya frantsuzskiy frantsuzskaya frantsii francia frankreich francais
geneva zheneva zhenevskiy ginebra
georgia gruziya gruzinskiy gruzinskaya gruzii gurcistan
germany germaniya germanskiy germanii nemetskiy nemetskaya doyche doitsu alemania alemana almanya deutscher deutsches allemande deutschen togil
greece gretsiya grecheskiy gretsii grecheskaya grecia griechische griechenland grece yunanistan elliniki ellinikos
gulf khalij khaleej persidskogo zaliva
hamburg gamburg gamburgskiy
havana gavana gavanskiy habana
helsinki khelsinki khelsinkskiy
hongkong gonkong gonkongskiy
hungary vengriya vengerskiy vengrii hungria ungarn
india indiya indiyskiy indiyskaya indii hindistan indien
indonesia indoneziya indoneziyskiy
iran iranskiy iranskaya iranskoe irana iraniyan iraniya iraniyah irany persidskiy
iraq irak irakskiy iraka iraqia iraqiya iraqiyya irakskaya
ireland irlandiya irlandskiy irlanda
irkutsk irkutskaya
israel izrail izrailskiy izrailya
istanbul stambul stambulskiy
italy italyanskiy italiya italii italyanskaya italiano italien italie
japan yaponiya yaponskiy yaponskaya yaponii japon japonesa japonya japones
jerusalem ierusalim ierusalimskiy
jordan iordaniya iordanskiy urdun urduni jordanian jordania
kaliningrad kaliningradskiy kaliningradskaya
kaluga kaluzhskiy kaluzhskaya
kazakhstan kazakhstanskiy kazakhskiy kazakhstana qazaqstan kazajstan
kazan kazanskaya kazanskoe
khabarovsk khabarovskiy
kharkiv kharkovskiy kharkivskyy
kherson khersonskiy
kiev kievskiy kyyiv kyivskyi
kirov kirovskaya
korea koreya koreyskiy koreyskaya korei coreana corea hankuk hanguk taehan daehan corean
krasnodar krasnodarskiy kuban kubanskiy
krasnoyarsk krasnoyarskaya
kurgan kurganskiy
kursk kurskaya kurskii
kuwait kuveyt kuveytskiy kuwaiti kuwaitiya
kyrgyzstan kirgizskiy kirgiziya kyrgyzskiy
latvia latviya latviyskiy latvijas
lebanon livan livanskiy libano lubnan lubnani libanaise
leningrad leningradskiy leningradskaya leningradskoe
leipzig leyptsigskiy
libya liviya liviyskiy libia
lipetsk lipetskiy
lithuania litva litovskiy lietuvos
london londonskiy londres
luhansk luganskiy luganskaya
madrid madridskiy
magadan magadanskiy
magnitogorsk magnitogorskiy
malaysia malayziya malayziyskiy
mariupol mariupolskiy
melbourne melburn melburnskiy
mexico meksika meksikanskiy mexicana mexicano meksiki
miass miasskiy
milan milanskiy
moldova moldavskiy moldavii
mongolia mongoliya mongolskiy mongolii
montreal monrealskiy monrealya
morocco marokko marokkanskiy marruecos maghrib
moscow moskovskaia moskovskoye moskovskogo moskvy mosca moscu
munich myunkhen myunkhenskiy
murmansk murmanskiy murmanskaya
burma myanmy birma birmanskiy
netherlands niderlandy niderlandskiy gollandskiy holanda
newyork nyuyorkskiy
nicaragua nicaraguense nikaragua
nigeria nigeriya nigeriyskiy
nizhny nizhegorodskiy nizhegorodskaya nizhniy
north severnye severnogo
norway norvegiya norvezhskiy norge norske norsk
novosibirsk novosibirskaya novosibirskoe
odessa odesskiy odeskyy
omsk omskaya
orenburg orenburgskiy
oxford oksford oksfordskiy
pakistan pakistanskiy pakistana
palestine palestinskiy palestina filistin filastin palestinskaya
panama panamskiy
paris parizh parizhskiy
perm permskaya permskoe
peru peruanskiy peruana
petersburg peterburgskiy peterburgskaya peterburga
philippines filippiny filipinas
poland polsha polskiy polskie polski polshi polonia
prague prazhskiy praga
princeton prinstonskiy
pskov pskovskiy
qatar katar katarskiy qatari
riyadh riyad
romania rumyniya rumynskiy romana
rome rimskiy
rostov rostovskiy rostovskaya
russia rossiyskogo rossiyskikh rossiyskom rossiiskogo rossiiskoe rossiiskoi russkiy russkaya russkie russkoe russe rusia rusya ruso rossia rusiya vserossiyskaya vserossiyskoe russkaia russische rosiyskyy
ryazan ryazanskaya ryazanskii
samara samarskaya
saratov saratovskiy saratovskaya
saudi saudovskiy saudovskaya saudita saoudite saudiya saudiyya
scotland shotlandskiy shotlandii
serbia serbskiy serbiya serbii srbije srpski
sevastopol sevastopolskiy sevastopolskaya
seoul seulskiy seul
siberia sibirskoe sibirskie sibirskogo sibiri siberiya
singapore singapur singapurskiy
slovakia slovatskiy slovakiya slovenska slovenske
smolensk smolenskaya
sofia sofiyskiy sofiyski sofiya
spain ispaniya ispanskiy ispanii espagne spanien
stockholm stokgolmskiy
sudan sudanskiy sudana soudan sudania sudaniya
sweden shvetsiya shvedskiy shvetsii schweden suecia suede
switzerland shveytsariya shveytsarskiy shveytsarii suiza svizzera svizra
sydney sidney sidneyskiy
syria siriya siriyskiy siriyskaya sirii siria suria suriyah suriye souria
taganrog taganrogskiy
taiwan tayvan tayvanskiy tayvanya
tajikistan tadzhikistan tadzhikskiy
tambov tambovskiy
tatarstan tatarskiy
tehran tegeran tegeranskiy tegerana tehrani
texas tekhasskiy
thailand tailand tailandskiy tayland thailandia
tokyo tokiyskiy tokio
tomsk tomskaya
toronto torontskiy
tula tulskaya tulskoe
tunisia tunisskiy tunez tunisie tunisienne
turkey turtsiya turetskiy turetskaya turtsii turquia turkei turkie turquie
turkmenistan turkmenskiy
tver tverskoy tverskaya
tyumen tyumenskiy tyumenskaya
uae emiraty emiratov emirats emirati imarat
ukraine ukrainskaya ukrainskoe ukrainska ukrainskyy ukrayinskyy ukrayina ucrania ukrainska ukraini ukrayiny
ulyanovsk ulyanovskiy ulyanovskaya
ural uralskie uralskogo urala
usa ssha
uzbekistan uzbekskiy uzbekistana ozbekiston
venezuela venezolana venezolano venesuela venesuelskiy
vienna venskiy
vietnam vetnam vetnamskiy
vladivostok vladivostokskiy
volga volzhskaya povolzhskiy povolzhe
voronezh voronezhskaya voronezhskoe
warsaw varshavskiy warszawa
yaroslavl yaroslavskaya
yekaterinburg ekaterinburgskiy
yemen yemenskiy yamaniya
zaporizhia zaporozhe zaporozhskiy zaporizhzhya zaporozhye zaporizhzhia
zurich tsyurikhskiy tsyurikh
`
  .trim()
  .split("\n");
