const words = (text: string): string[] => text.trim().split(/\s+/);

/**
 * What says how an organisation is founded and not which one it is, in the form that `readName` gives words. Longer
 * ones first where one begins another; they are cut off both ends of a name, again and again.
 */
export const legalForms: readonly (readonly string[])[] = [
  ...[
    "obshchestvo s ogranichennoi otvetstvennostyu",
    "obshchestvo s ogranichennoy otvetstvennostyu",
    "obshchestvo s ogranichennoi otvetstvennostiu",
    "obschestvo s ogranichennoi otvetstvennostyu",
    "obschestvo s ogranichennoy otvetstvennostyu",
    "publichnoe aktsionernoe obshchestvo",
    "otkrytoe aktsionernoe obshchestvo",
    "zakrytoe aktsionernoe obshchestvo",
    "nepublichnoe aktsionernoe obshchestvo",
    "aktsionernoe obshchestvo",
    "gesellschaft mit beschrankter haftung",
    "sociedad anonima de capital variable",
    "sociedad de responsabilidad limitada",
    "private joint stock company",
    "public joint stock company",
    "closed joint stock company",
    "open joint stock company",
    "joint stock company",
    "public limited company",
    "private limited company",
    "limited liability company",
    "limited liability partnership",
    "societe a responsabilite limitee",
    "sociedad anonima",
    "sociedade anonima",
    "societe anonyme",
    "limited sirketi",
    "anonim sirketi",
    "ltd sti",
    "sa de cv",
    "s de rl de cv",
    "sdn bhd",
    "pte ltd",
    "pvt ltd",
    "sp z oo",
  ].map(words),
  ...words(`ab ag ao aps as asa bhd bv co company corp corporation cjsc cv dmcc doo ead eood fzc fzco fze gmbh inc
    incorporated jsc kft kg kk lda limited limitada llc llp lp ltd ltda nv oao ojsc ooo oy oyj pao pjs pjsc plc psc pt
    pte pty private pvt sa sae sal saoc saog sapi sarl sas sdn spa spol srl sro sti tbk tov wll zao zrt ltdsti
    aktiengesellschaft gesellschaft kabushiki kaisha`).map((word) => [word]),
];

/** The same of names in Chinese characters, kana and Hangul, which are written without spaces. */
export const legalFormsWithoutSpaces =
  /股份有限公司|有限責任公司|有限责任公司|有限公司|集团公司|集團公司|公司|株式会社|有限会社|合同会社|주식회사|유한회사|\(주\)/gu;

/** Words that hold a name together and tell nothing. */
const joining = new Set(
  words("a al an and d da de del der des di do e el en et fuer for i in la las le los of s the u und van von y ve"),
);

/** Words that many organisations have in their names: what they do, what they are, where they are. */
const common = new Set(
  words(`academy advanced aero aerospace agency air aircraft airlines analytics asia association automation aviation bank
    beijing branch building bureau business byuro capital cargo center central centre chemical chengdu china chinese
    cloud college commerce commercial committee communication communications company complex computer concern
    construction consulting control corporation data defense defence department design development digital east
    education electric electrical electronic electronics energy engineering enterprise enterprises equipment
    establishment exchange export factory federal federation finance financial fond foreign foundation fund gas general
    global gold golden government group gruppa guangdong guangzhou hangzhou health holding holdings hong hk house im imeni
    import india industrial industries industry information innovation innovations institut institute institution
    instrument instruments integrated international inverse invest investment investments iran iranian islamic japan
    jiangsu kombinat kompaniya kong korea laboratories laboratory labs limited lines logistics london machine machinery
    management manufacturing marine maritime market materials mechanical media medical military mining ministry moscow
    nanjing national nauchno network networks new north office oil organization organisation pacific partners people
    petrochemical petroleum plant port power precision predpriyatie private production products properties public
    radio real repair republic research russia russian science sciences scientific sea security semiconductor service
    services shanghai shenzhen ship shipbuilding shipping shipyard sky smart social society software solutions south
    space special star state steel supply system systems technical technological technologies technology tech
    tekhnologii ticaret trade trading trans transport transportation trust tsentr union unitary united university west
    works world wuhan zavod dubai emirates uae usa us uk american america europe european first great`),
);

/** How much a word tells of which organisation it is, 0 to 1. */
export function wordWeight(word: string): number {
  if (joining.has(word)) return 0.05;
  if (common.has(word)) return 0.35;
  return word.length === 1 ? 0.2 : 1;
}
