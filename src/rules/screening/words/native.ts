/**
 * The same common words and places where a language doesn't put them in Latin letters. What any-ascii gives for them are
 * sounds, by which nobody would know "銀行" or "شركة" for a bank or a company. Each line: the English, then the words.
 */

/** In Chinese characters, Chinese and Japanese; written without spaces, so that the longest that fits is taken. */
export const hanWords: readonly string[] = `
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
