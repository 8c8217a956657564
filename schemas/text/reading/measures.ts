/** Units a number can be counted in, longest first, for use inside a pattern. Matching form. */
const UNITS = [
  '个百分点|百分点|平方公里|平方千米|平方米|立方米|万平方米|平米|㎡|m2|m²|公里|千米|厘米|毫米|公顷|公斤|千克|千瓦|兆瓦',
  '个工作日|工作日|个工作天|工作天|个小时|小时|分钟|个月|学时|课时|人次|人份|户次|场次|班次|车次|件次|批次|台套|个百分|周岁',
  '米|亩|吨|升|元|人|名|位|户|家|个|所|间|处|条|座|栋|幢|套|台|部|辆|盏|块|张|项|件|种|类|批|次|场|期|轮|遍|回|天|日|周|年|度|班|支|队|面|株|棵|只|头|本|册|篇|幅|例|宗|起|组|对|片|段|站|室|倍|番|岁|级|星|楼|层|门|孔|口|趟|分|字|份|步|圈|村|环|点|刻|角|路径|社区|网格|单位|企业|‰',
].join('|')

/** A unit after a number, with 万, 亿 and the like before it: `万元`, `万平方米`, `个`. */
export const UNIT_PATTERN = `(?:[万亿](?:余|多)?)?(?:余|多)?(?:${UNITS})|[万亿]`

/** What a quantity is counted in per: 每年, 每百户, 每两个月. */
const PER =
  /每(?:个)?(年度?|季度?|月|周|星期|天|日|次|半年|学期|学年|百户|千户|万户|百人|千人|万人|户|人|村|社区|小区|镇|街道|网格|楼栋|校|班|[两二三四五六]个?(?:月|年|周|天|季度)|\d{1,3} ?(?:户|人|个?(?:月|年|周|天)))/g

/** The words `每…` that govern a quantity, the nearest before it in its clause; null when there are none. */
export function perBefore(clause: string): string | null {
  let last: string | null = null
  for (const hit of clause.matchAll(PER)) last = hit[1] ?? null
  return last
}

/** Is this unit money? */
export const isMoney = (unit: string): boolean => unit.endsWith('元')

/** Is this unit a stretch of time? */
export const isDuration = (unit: string): boolean =>
  /^(?:个?工作[日天]|个?小时|分钟|天|日|个月|年|周|周岁|岁|学时|课时|月|刻)$/.test(unit)
