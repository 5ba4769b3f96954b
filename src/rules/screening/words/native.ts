/**
 * The same common words and places where a language doesn't put them in Latin letters. What any-ascii gives for them are
 * sounds, by which nobody would know "銀行" or "شركة" for a bank or a company. Each line: the English, then the words.
 */

/** In Chinese characters, Chinese and Japanese; written without spaces, so that the longest that fits is taken. */
export const hanWords: readonly string[] = `
africa: 非洲 アフリカ
agency: 机构 機構 署
alliance: 联盟 聯盟
america: 美洲 アメリカ
arab: 阿拉伯
argentina: 阿根廷 アルゼンチン
armament: 兵器
armored: 装甲
asia: 亚洲 亞洲 亚太 アジア
association: 协会 協會 協会
athens: 雅典
australia: 澳大利亚 澳洲 オーストラリア
austria: 奥地利 オーストリア
baghdad: 巴格达
belgium: 比利时 ベルギー
berlin: 柏林 ベルリン
boston: 波士顿 ボストン
brazil: 巴西 ブラジル
britain: 英国 英國 イギリス
california: 加利福尼亚 加州 カリフォルニア
cambridge: 剑桥 劍橋 ケンブリッジ
canada: 加拿大 カナダ
carbon: 碳素 炭素
casting: 铸造 鋳造
chicago: 芝加哥 シカゴ
cloud: 云计算 クラウド
committee: 委员会 委員會 委員会
composite: 复合
cooperation: 合作
copper: 铜业
cross: 十字
cuba: 古巴 キューバ
customs: 海关
denmark: 丹麦 デンマーク
design: 设计 設計
device: 器件
diesel: 柴油机
drilling: 钻井
dubai: 迪拜 ドバイ
dynamics: 动力学
economic: 经济 經濟 経済
egypt: 埃及 エジプト
europe: 欧洲 歐洲 ヨーロッパ
explosives: 爆破
federal: 联邦 聯邦 連邦
fiber: 纤维 光纤
finland: 芬兰 フィンランド
fishing: 渔业 漁業 水産
flight: 飞行
france: 法国 法國 フランス
frankfurt: 法兰克福
fund: 基金
geneva: 日内瓦 ジュネーブ
geological: 地质
germany: 德国 德國 德意志 ドイツ
global: 环球 グローバル
greece: 希腊 ギリシャ
health: 健康 卫生 衛生
heavy: 重型
helicopter: 直升机
hydraulic: 液压
india: 印度 インド
indonesia: 印度尼西亚 印尼 インドネシア
inspection: 检测 检验 検査
integrated: 集成 综合
iran: 伊朗 イラン
iraq: 伊拉克 イラク
ireland: 爱尔兰
israel: 以色列 イスラエル
italy: 意大利 イタリア
kazakhstan: 哈萨克斯坦
korea: 韩国 韓国 韓國 朝鲜 朝鮮
labor: 劳动
london: 伦敦 倫敦 ロンドン
malaysia: 马来西亚 マレーシア
maritime: 海事
measuring: 测量 測量 计量 計測
melbourne: 墨尔本 メルボルン
metal: 金属 冶金
mexico: 墨西哥 メキシコ
military: 军事 軍事 军工
missile: 导弹 火箭
mobile: 移动 移動 モバイル
monetary: 货币 貨幣
montreal: 蒙特利尔 モントリオール
moscow: 莫斯科 モスクワ
municipal: 市政
museum: 博物馆
netherlands: 荷兰 荷蘭 オランダ
newyork: 纽约 ニューヨーク
northeast: 东北
northwest: 西北
norway: 挪威 ノルウェー
nuclear: 原子能 原子力 核能
organization: 组织 組織
oxford: 牛津 オックスフォード
pacific: 太平洋
pakistan: 巴基斯坦 パキスタン
paper: 纸业 製紙
paris: 巴黎 パリ
people: 人民
physics: 物理
poland: 波兰 ポーランド
polymer: 高分子
propulsion: 推进
publishing: 出版
radar: 雷达
radio: 无线电
rare earth: 稀土
royal: 皇家
russia: 俄罗斯 俄羅斯 ロシア
satellite: 卫星 衛星
saudi: 沙特 サウジアラビア サウジ
sensor: 传感器
simulation: 仿真
singapore: 新加坡 シンガポール
social: 社会
south africa: 南非
southwest: 西南
spain: 西班牙 スペイン
special: 特种
storage: 储能
strategic: 战略
supercomputing: 超级计算
sweden: 瑞典 スウェーデン
switzerland: 瑞士 スイス
sydney: 悉尼 シドニー
syria: 叙利亚
telecommunications: テレコム
testing: 测试
thailand: 泰国 タイランド
thermal: 热能
tool: 工具
toronto: 多伦多 トロント
tractor: 拖拉机
turkey: 土耳其 トルコ
uae: 阿联酋
ukraine: 乌克兰 ウクライナ
unmanned: 无人机
usa: 美国 美國
vehicle: 特车
vienna: 维也纳 ウィーン
vietnam: 越南 ベトナム
washington: 华盛顿 ワシントン
water: 水务
west: 西部
world: 世界
academy of sciences: 科学院 科學院
aerospace: 航天 航空宇宙 宇航
agricultural: 农业 農業
applied: 应用
automation: 自动化 自動化
aviation: 航空
bank: 银行 銀行
beijing: 北京
biotechnology: 生物
building: 建设 建筑 建設 建築 工務店 工程局
cable: 电缆
capital: 资本
center: 中心 センター
chemical: 化工 化学 化學
china: 中国 中國 中华 中華
circuit integrated: 集成电路 集成電路
coal: 煤炭
commerce: 商业 商務 商务
communication: 通信 通讯 通訊 电信 電信 電話
computer: 计算机 計算機 電腦 コンピュータ コンピューター
construction: 建工
control: 控制
data: 数据
defense: 国防 防务 防衛
development: 发展 開發 开发 發展 開発
digital: 数字 数码 數碼
east: 东方 東方
eastchina: 华东
education: 教育
electric: 电气 电器 電気 電氣 電機 电机 電器
electric power: 电力 電力
electronics: 电子 電子 エレクトロニクス
energy: 能源 エネルギー
engineering: 工程 エンジニアリング
equipment: 设备 設備 装备 裝備
export: 出口
factory: 工厂 製作所 制作所 工場 厂
finance: 金融
foods: 食品
foundation: 基金会 財団
gas: 天然气 燃气
general: 总
group: 集团 集團 グループ
guangdong: 广东 廣東
guangzhou: 广州 廣州
hangzhou: 杭州
harbin: 哈尔滨
heavy industries: 重工 重工业 重工業
holding: 控股 ホールディングス
hongkong: 香港
hospital: 医院 病院
import export: 进出口 進出口
import: 进口
industry: 工业 工業 实业 實業 产业 産業
information: 信息 情報 資訊
institute: 学院 學院
institute research: 研究所 研究院
institute of technology: 理工大学 工业大学 工業大学 工業大學
instrument: 仪器 仪表
insurance: 保险 保険 保險
intelligent: 智能
international: 国际 國際 国際 インターナショナル
investment: 投资 投資
iron steel: 钢铁 鋼鐵 製鉄 鉄鋼
japan: 日本
laboratory: 实验室 實驗室
laser: 激光
leasing: 租赁
life: 人寿 生命
light: 轻
logistics: 物流 运输 運輸 運送
machine: 机械 機械 机器
management: 管理
manufacturing: 制造 製造
marine: 海洋
material: 材料
mechanical electrical: 机电
media: 传媒
memory: 存储
byd: 比亚迪
medical: 医疗 医学
microelectronics: 微电子 微電子
mining: 矿业 礦業 鉱業
ministry: 部
motor: 汽车 汽車 自動車
nanjing: 南京
national: 国家 國家 国立
network: 网络 網絡
north: 北方
nuclear: 核工业 核
ocean: 远洋
optical: 光学
optoelectronic: 光电
osaka: 大阪
petrochemical: 石化
petroleum: 石油
pharmaceutical: 制药 药业 製薬 医药
port: 港务
power: 动力
precision: 精密
railway: 铁路 鐵路 鉄道
real estate: 房地产 不動産
robot: 机器人
school: 学校
science: 科学 科學
securities: 证券 證券 証券
semiconductor: 半导体 半導體 半導体
service: 服务 服務 サービス
shanghai: 上海
shenzhen: 深圳
ship: 船舶
shipbuilding: 造船
shipping: 海运 航运 海運 郵船
software: 软件 軟件
space: 空间 航天科技
steel: 钢
system: 系统 系統 システム
technology: 科技 技术 技術 テクノロジー
tianjin: 天津
tokyo: 東京 东京
trading: 贸易 貿易 商事 商会 商貿 商贸 物産
university: 大学 大學
vehicle: 车辆
wuhan: 武汉
xian: 西安
yangtze: 长江
huawei: 华为 華為
zte: 中兴
hitachi: 日立
honda: 本田
kawasaki: 川崎
kansai: 関西
marubeni: 丸紅
mitsubishi: 三菱
mitsui: 三井
nissan: 日産
sumitomo: 住友
toshiba: 東芝
toyota: 豊田
fuji: 富士
tsinghua: 清华
tencent: 腾讯
hikvision: 海康威视
alibaba: 阿里巴巴
advertising: 广告 廣告
anhui: 安徽
battery: 电池 電池
bearing: 轴承 軸受
broadcasting: 放送 广播
cement: 水泥 セメント
ceramics: 陶瓷 セラミックス
changsha: 长沙
chengdu: 成都
chongqing: 重庆 重慶
consulting: 咨询 諮詢
culture: 文化
dalian: 大连
dongguan: 东莞
environmental: 环保 环境 環境
fujian: 福建
furniture: 家具
garment: 服装 服飾
glass: 玻璃 硝子
guangxi: 广西
guizhou: 贵州
hardware: 五金
hebei: 河北
hefei: 合肥
heilongjiang: 黑龙江
henan: 河南
hotel: 酒店 飯店 ホテル
hubei: 湖北
hunan: 湖南
industrial commercial: 工商
jiangsu: 江苏 江蘇
jiangxi: 江西
jilin: 吉林
jinan: 济南
kyoto: 京都
liaoning: 辽宁
lighting: 照明
merchants: 招商
mold: 模具
nagoya: 名古屋
newspaper: 新聞 新闻
ningbo: 宁波
packaging: 包装
photovoltaic: 光伏
plastics: 塑料
printing: 印刷
qingdao: 青岛
rubber: 橡胶 ゴム
security: 安防 安全
shaanxi: 陕西
shandong: 山东 山東
shanxi: 山西
shenyang: 沈阳
sichuan: 四川
supply chain: 供应链
suzhou: 苏州
taiwan: 台湾 台灣 臺灣
television: 电视 テレビ
textile: 纺织 紡績
travel: 旅游 旅行社
united: 联合 聯合
valve: 阀门
waterpower: 水电
wuxi: 无锡
xiamen: 厦门
xinjiang: 新疆
yunnan: 云南
zhejiang: 浙江
zhengzhou: 郑州
`
  .trim()
  .split("\n");

/** In Hangul, which are joined to their neighbours as often as not. */
export const hangulWords: readonly string[] = `
academy of sciences: 과학원
agency: 기구
america: 아메리카 미국
association: 협회
australia: 호주
bio: 바이오
britain: 영국
canada: 캐나다
cement: 시멘트
central: 중앙
china: 중국
commerce: 상업
cooperation: 협력
culture: 문화
digital: 디지털
east: 동방
equipment: 장비
europe: 유럽
export: 수출
factory: 공장
france: 프랑스
foundation: 재단
germany: 독일
health: 보건
hydro nuclear: 수력원자력
import: 수입
india: 인도
information: 정보
italy: 이탈리아
japan: 일본
management: 관리
manufacturing: 제조
maritime: 해양
material: 소재
media: 미디어
network: 네트워크
nuclear: 원자력
organization: 조직
petrochemical: 석유화학
precision: 정밀
production: 생산
research: 연구
russia: 러시아
semiconductor: 반도체
service: 서비스
software: 소프트웨어
solution: 솔루션
space: 우주
special: 특수
hydro: 수력
textile: 섬유
tire: 타이어
transport: 운수 교통
world: 세계
airlines: 항공
automobile: 자동차
bank: 은행
chemical: 화학
communication: 통신
company: 회사
construction: 건설
corporation: 공사 총회사 공단
development: 개발
electric power: 전력
electronics: 전자
energy: 에너지
engineering: 엔지니어링
equipment: 설비
exploration: 탐사
finance: 금융
foods: 식품
gas: 가스
general: 종합
group: 그룹
heavy industries: 중공업
hospital: 병원
hyundai: 현대
import export: 수출입
industry: 산업 공업
institute research: 연구소 연구원
insurance: 보험
international: 국제 인터내셔널
korea: 한국 대한 조선 고려
kia: 기아
life: 생명
logistics: 물류
machine: 기계
mining: 광업
motor: 모터스
national: 국립 국가
oil: 석유
pharmaceutical: 제약
pyongyang: 평양
railway: 철도
samsung: 삼성
science: 과학
securities: 증권
seoul: 서울
shipbuilding: 조선소 조선해양
shipping: 해운
steel: 제철 철강
system: 시스템
technology: 기술 테크
trading: 무역 상사
university: 대학교 대학
daewoo: 대우
airport: 공항
busan: 부산
electric: 전기
investment: 투자
life insurance: 생명보험
medical: 의료
seoul: 서울시
telecom: 텔레콤
`
  .trim()
  .split("\n");

/** In Arabic letters (Arabic, Persian, Urdu), Hebrew: whole words, the article and what is joined to it left out. */
export const spacedWords: readonly string[] = `
abudhabi: أبوظبي ابوظبي
academy: أكاديمية آکادمی
affairs: شؤون
africa: أفريقيا افریقا أفريقية
aleppo: حلب
america: أمريكا أميركا أمريكية أميركية امریکا آمریکا
aircraft: هواپیما طائرات מטוסים
amman: عمان
atomic: ذرية ذرّية اتمی
authority: هيئة רשות
automobile: خودرو سيارات
azad: آزاد
baghdad: بغداد
bahrain: بحرين بحرينية
beirut: بيروت
branch: فرع شعبه
brothers: اخوان
cairo: قاهرة
capital: رأسمال
charity: خيرية خیریه
china: صين صينية چین
city: مدينة شهر
civil: مدنية
clinic: عيادة
club: نادي
coal: زغال
college: كلية
committee: لجنة کمیته
communications: اتصالات مخابرات ارتباطات تلفن תקשורת
complex: مجمع مجتمع
computer: رایانه כמפוטר
consulting: استشارات مشاور ייעוץ
control: كنترل
council: مجلس شورای
credit: ائتمان اعتبار اعتباری
cultural: ثقافية فرهنگی
damascus: دمشق
defense: دفاعية
distribution: توزيع پخش
dubai: دبي
economic: اقتصادی اقتصادية
education: تعليم آموزش آموزشی
egypt: مصرية
electricity: الكهرباء
emirates: امارات إمارات إماراتية
equipment: تجهیزات معدات
euro: اروپا
europe: أوروبا
factory: مصنع کارخانه מפעל מפעלי
federation: اتحاد
finance: تمويل مالية مالی
fishing: شیلات
food: غذایی أغذية מזון
foods: غذائية
forces: نيروها قوات
france: فرنسا فرنسية فرانسه
fund: صندوق
garden: باغ
georgia: جورجيا
germany: ألمانيا ألمانية آلمان
globe: جهان
gulf: خليج خلیج
health: صحة صحية بهداشت سلامت בריאות
heavy: سنگین ثقيلة
hotel: فندق هتل
house: بيت خانه
housing: مسكن مسکن إسكان
humanitarian: إنسانية
india: هند هندية
information: اطلاع מידע
innovation: ابتكار نوآوری
institution: مؤسسات
intelligence: استخبارات
international: دوليه
iran: إيرانية ایرانی ايرانية
iraq: عراقية عراقي
iron: آهن
islamic: إسلامي
isfahan: اصفهان
italy: إيطاليا إيطالية
japan: يابان يابانية ژاپن
jerusalem: قدس ירושלים
jordan: أردنية أردني
justice: عدل
khartoum: خرطوم
king: ملك
kuwait: كويتية كويتي
laboratory: مختبر آزمایشگاه
lebanon: لبنانية لبناني
libya: ليبي ليبية
logistics: لوجستية
machine: ماشین
management: إدارة مدیریت
manufacturing: تصنيع ساخت ייצור
market: سوق بازار
media: إعلام رسانه
medical: طبية پزشکی طبي
metals: فلزات
mobile: موبایل
money: مالي
monetary: نقد
morocco: مغرب مغربية
new: جديد جديدة نوین
northern: شمال شمالية
office: مكتب دفتر
oman: عمانية
omani: عماني
optical: نوری
organization: منظمات
pakistan: باكستان
palestine: فلسطيني فلسطينية
petroleum: نفطي نفطية نفتی
petrochemicals: بتروكيماوية
pharmaceutical: دارویی داروسازی أدوية
police: شرطة پلیس
production: إنتاجية
products: منتجات فرآورده
property: عقارية عقارات
qatar: قطر قطرية قطري
quds: قدس
railway: راه‌آهن سكك
red: أحمر
relief: إغاثة امداد
republic: جمهوري
riyadh: رياض
royal: ملكية ملكي
russia: روسيا روسية روسیه
sanaa: صنعاء
school: مدرسة
scientific: علمی علمية
society: جمعيت
software: نرم‌افزار برمجيات תוכנה
solar: شمسية
south: جنوب
spain: إسبانيا
special: خاصة ویژه
sudan: سوداني سودانية
systems: أنظمة سیستم נظم מערכות
syria: سوريه
technion: טכניון
technical: فني
tehran: تهران طهران
telecom: تلكوم
textile: نسيج نساجی
tourism: سياحة سياحية گردشگری
trade: تجارت تجارى
transport: حمل‌ونقل ترابری
tribunal: محكمة
tripoli: طرابلس
tunisia: تونس تونسية
turkey: تركيا تركية ترکیه
uae: إماراتي
union: اتحادیه
united: متحدة متحده
water: مياه آب מים
welfare: رفاه
west: غرب
world: عالمية عالمي عالم جهانی
yemen: يمني
youth: شباب جوانان
aerospace: هوافضا אוויריות
agricultural: كشاورزی کشاورزی زراعية زراعة
air: هوایی جوية ایر
airlines: هواپیمایی
air: جوية
and: و
lines: خطوط
arab: عربي عربية عرب
army: جيش ارتش
association: جمعية انجمن جمعیت עמותה
aviation: طيران هوانوردی
bank: بنك بانک مصرف بانك בנק
building: بناء ساختمان إنشاءات انشاءات مقاولات בנייה
cement: سيمان سیمان اسمنت
center: مركز مرکز מרכז
central: مركزي مرکزی
chemical: شیمیایی كيماوية كيميائية
commercial: تجاري تجارية تجاری
company: شركة شرکت חברה شركه
construction: عمران
contracting: مقاولات
cooperative: تعاونی تعاوني
corporation: مؤسسة شركات
development: توسعه تنمية تطوير פיתוח
defense: دفاع دفاعی ביטחון
electric: كهرباء برق חשמל
electronics: إلكترونيات الکترونیک الكترونيات אלקטרוניקה
energy: طاقة انرژی אנרגיה
engineering: هندسة مهندسی هندسية הנדסה
egypt: مصر مصري
exchange: صرافة صرافی
export: تصدير صادرات
foundation: بنیاد وقف مؤسسه קרן
gas: غاز گاز גז
general: عامة عام
group: مجموعة گروه קבוצת
holding: قابضة هلدینگ
hospital: مستشفى بیمارستان
import: استيراد واردات
industries: صناعات صنایع صناعية صنعتی صنعت صناعة תעשיות תעשייה
information: معلومات اطلاعات
institute: معهد موسسه מכון
insurance: تأمين بیمه ביטוח
international: دولي دولية بین المللی بين المللی دوليه בינלאומי
investment: استثمار سرمایه گذاری سرمايه השקעות
iran: ایران ايران إيران
iraq: عراق
islamic: إسلامي إسلامية اسلامی اسلامية إسلاميه
israel: ישראל
jordan: اردن أردن
kuwait: کویت كويت
lebanon: لبنان
libya: ليبيا
limited: محدودة محدود
marine: بحرية دریایی
maritime: بحري
military: نظامی عسكري عسكرية
mining: معادن معدن
ministry: وزارة وزارت משרד
national: أهلي أهلية وطني وطنية ملی ملي اهلی לאומי
navigation: ملاحة
nuclear: هسته نووية
oil: نفط نفت נפט
organization: سازمان منظمة ארגון
palestine: فلسطين
petrochemical: پتروشیمی بتروكيماويات
petroleum: بترول
port: ميناء بندر נמל
power: نیرو
production: تولیدی إنتاج
public: عمومی
refinery: مصفاة پالایشگاه
republic: جمهورية جمهوری
research: پژوهش تحقیقات بحوث מחקר
revolution: انقلاب
saudi: سعودية سعودي
science: علوم علم
security: أمن امنیت
services: خدمات שירותים
shipping: کشتیرانی شحن
society: جمعيه
state: دولت
steel: فولاد حديد
sudan: سودان
syria: سورية سوريا سوري سورية
technical: فنية فنی
technology: تكنولوجيا فناوری تقنية טכנולוגיות
trading: تجارة بازرگانی סחר מסחר
transport: نقل حمل
university: جامعة دانشگاه אוניברסיטת אוניברסיטה
yemen: يمن يمنية
`
  .trim()
  .split("\n");

/** In Thai, written without spaces, so that the longest that fits is taken. */
export const thaiWords: readonly string[] = `
airlines: สายการบิน การบิน
bangkok: กรุงเทพ
bank: ธนาคาร
company: บริษัท
construction: ก่อสร้าง
electric: ไฟฟ้า
energy: พลังงาน
general: ทั่วไป
group: กลุ่ม
hospital: โรงพยาบาล
industry: อุตสาหกรรม
insurance: ประกันภัย
international: ระหว่างประเทศ
limited: จำกัด
national: แห่งชาติ
petroleum: ปิโตรเลียม
public: มหาชน
thailand: ประเทศไทย
trading: การค้า
university: มหาวิทยาลัย
`
  .trim()
  .split("\n");

/** In the letters of Hindi, Georgian and Armenian: whole words, with their commonest endings. */
export const endedWords: readonly string[] = `
bank: बैंक
china: चीन
communication: संचार
corporation: कॉर्पोरेशन कारपोरेशन
defence: रक्षा
development: विकास
electronics: इलेक्ट्रॉनिक
energy: ऊर्जा
hindustan: हिन्दुस्तान हिंदुस्तान
international: अंतर्राष्ट्रीय
power: पावर
research: अनुसंधान
service: सेवा
steel: इस्पात
academy: აკადემია ակադեմիա
airlines: एयरलाइंस एयरलाइन्स ავიახაზები ավիաուղիներ
bank: बैंक ბანკი ბანკის բանկ բանկի
company: कंपनी कम्पनी კომპანია ընկերություն
corporation: निगम კორპორაცია
electric: विद्युत
electronics: इलेक्ट्रॉनिक्स
georgia: საქართველოს საქართველო
group: समूह ჯგუფი խումբ
india: भारत भारतीय
industries: इंडस्ट्रीज़ इंडस्ट्रीज उद्योग
institute: संस्थान ინსტიტუტი ինստիտուտ
insurance: बीमा დაზღვევა
limited: लिमिटेड შპს ՍՊԸ
national: राष्ट्रीय ეროვნული ազգային
oil: तेल ნავთობი
railway: रेल रेलवे რკინიგზა երկաթուղի
science: विज्ञान
state: स्टेट राज्य სახელმწიფო պետական
stock: სს ԲԲԸ ՓԲԸ
technology: प्रौद्योगिकी ტექნოლოგიები
university: विश्वविद्यालय უნივერსიტეტი համալսարան համալսարանի
yerevan: երևանի երևան
armenia: հայաստանի հայաստան
tbilisi: თბილისის თბილისი
`
  .trim()
  .split("\n");
