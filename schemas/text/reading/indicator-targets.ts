import type { Comparison } from './comparators.ts'
import { isHollow } from './metrics.ts'
import { MAKES_BEFORE, MAKES_OBJECT } from './making-verbs.ts'
import { isDuration, isMoney } from './measures.ts'
import type { Quantity } from './quantities.ts'
import type { Span } from './sentences.ts'

/** How far around a number its sentence is looked at. */
const LOOK_BACK = 200
const LOOK_AHEAD = 48

/** A number in its sentence. */
export interface QuantityContext {
  readonly folded: string
  readonly sentence: Span
  /** Where the words about the number begin. */
  readonly from: number
  readonly quantity: Quantity
  readonly comparison: Comparison
  /** The number just before it, with nothing but a 、 between, was a target. */
  readonly continues: boolean
  /** Another number follows in the same list (一个省级、两个市级). */
  readonly isListed: boolean
  /** A count stands right before it: 1支 in `1支不少于30人的队伍`. */
  readonly sizesCount: boolean
}

/** Words that tell the present state or a result already reached. */
const STATE =
  /现有|目前|现已|已经|已(?:建成|完成|有|达|累计|实现|投入|创建|获|组建|成立|建立|发展|开展|评|通过|成功)|截至|截止|共有|辖有|下辖|总(?:面积|人口)[\d约]|占地|位于|(?<!较|比)(?:去年|上年)|共(?:完成|建成|投入|创建|改造|实施)|历年|近年来?|以来|曾|荣获|先后|原有|常住人口[\d约有]/g
/** Words that set a target; what follows them is one, whatever stood before. */
const AIM =
  /力争|争取|确保|目标|计划|到20\d{2}|年内|今年|将|(?<!主)要|应|须|不少于|不低于|至少|不超过|新增|新建|拟|每年|每月|每季|每个?(?:社区|村|镇|街道)/g

/** Nouns that take a number after them: rates, areas, totals. */
const MEASURED =
  /(?:率|度|比例|比重|面积|数|数量|人数|总量|总数|长度|距离|半径|时间|指数|得分|分数|覆盖|目标|收入|产值|投资|任务|密度|高度|宽度|时限)(?:为|是|达|约|:)?$/
/** Numbers that count nothing the plan wants: orders, turns of phrase, conditions. */
const CONDITION_AFTER = /^(?:及?以上|以下|以内)?(?:面积|规模|范围内)?的(?!(?:目标|要求|标准|比例|任务))/
/** `满意度低于80%的,取消资格`: whom a rule meets. */
const WHO_FALLS_UNDER =
  /^(?:及?以上|以下)?的(?:$|[,。;]|单位|社区|街道|镇|乡|村|部门|企业|小区|项目|个人|给予|予以|不予|不得)/
const CONDITION_BEFORE = /(?:不足|未满|年满|满|对|凡|超过|达到|大于|低于)$/
const VAGUE_AFTER =
  /^(?:批|类(?!以上)|系列|定|些|般|道|律|体|致|流|样|把手|级|线|刀切|票|口气|代|旦|直|种|方面|起(?=[推抓做])|时|手|对一|站式|网)/
const NOT_COUNTED =
  /^(?:阶段|期工程|届|中全会|大精神|个代表|个面向|个文明|项制度|个方面|个阶段|个步骤|方面|大类|个结合|个统一|个确保|个一|级|年规划|个自觉|个意识|个坚持|严三实|学一做|会一课|项规定|农|产|次会议|种形态|个百年)/

function lastAt(pattern: RegExp, text: string): number {
  let at = -1
  for (const hit of text.matchAll(pattern)) at = hit.index
  return at
}

/** Does the sentence up to the number tell what is, rather than what shall be? */
function isState({ folded, sentence, quantity }: QuantityContext): boolean {
  const before = folded.slice(Math.max(sentence.start, quantity.start - LOOK_BACK), quantity.start)
  return lastAt(STATE, before) > lastAt(AIM, before)
}

/** `60岁以上的老人`, `1000户以上的小区`: whom something is for, not what is wanted. */
function isCondition({ folded, quantity, comparison, sizesCount }: QuantityContext, before: string): boolean {
  const after = folded.slice(quantity.end, quantity.end + LOOK_AHEAD)
  if (quantity.unit === '岁' || quantity.unit === '周岁') return true
  if (sizesCount && comparison.explicit) return false
  if (comparison.explicit && WHO_FALLS_UNDER.test(after)) return true
  if (CONDITION_AFTER.test(after) && quantity.unit !== '%' && !quantity.fraction) return true
  return (
    CONDITION_BEFORE.test(before) &&
    /^(?:户|人|平方米|元|个|名|万元)?(?:及?以上|以下)?的/.test(after.slice(0, 8)) &&
    !comparison.explicit
  )
}

/** `70%的村建成…`: a share that reaches something. */
const SHARE_OF =
  /^(?:以上|左右)?的?[^,。;、\d]{0,24}(?:达到|达标|建成|完成|实现|创建|覆盖|配备|建有|建立|纳入|成为|实行|开展)/

/** `对1200个自然村进行整治`. */
const IS_TREATED =
  /^[^,。;、\d的]{1,16}(?:进行|实施|开展)(?:[^,。;]{0,6})(?:整治|改造|建设|提升|治理|修缮|清理|创建|排查|更新|绿化)/

/** `为全区40所中小学更换护眼灯`: whom something is done for, so many of them. */
const FOR_WHOM = /(?:^|[,。;:.、 ])(?:免费)?为[^,。;:\d]{0,10}$/
const IS_SERVED =
  /^[^,。;、]{1,20}(?:更换|安装|加装|配备|配置|提供|发放|开展|实施|进行|免费|购买|办理|改造|修缮|升级|体检)/

/** `按投资额的30%给予补助`: the rate of a rule. */
const PAYS =
  /^(?:的(?:比例|标准))?(?:给予|予以|进行)?(?:补助|奖励|补贴|奖补|拨付|奖金|扣|罚|处|核算|结算|计发|返还|给予)/

/** `验收合格之日起15个工作日内`: a time limit of a step, not a target. */
const COUNTED_FROM = /(?:之日起?|日起|起|之后|后)$/

/** `由72%提升至90%`: where it starts from. */
const FROM_BEFORE = /(?:由|从)[^,。;、]{0,12}$/
const FROM_AFTER =
  /^(?:左右)?(?:提升|提高|增加|增长|上升|扩大|下降|降低|减少|压缩|压减|缩短|缩小|降)(?:至|到|为)/

/** Sums of money that are results, not rewards. */
const EARNED = /收入|产值|投资|营业|税|生产总值|筹|经济|增收|销售额|产量/

/** `每季度组织一次消防演练`: how often is a target where it is no meeting and no inspection. */
const ACTIVITY =
  /^[^,。;]{0,10}(?:演练|活动|培训|志愿|义诊|演出|讲座|走访|清扫|大扫除|比赛|慰问|体检)(?:$|[,。;])/

/** `30分钟内报应急办`: a step and its time limit. */
const STEP_WITHIN =
  /^(?:内|之内|以内)[,]?(?:完成|建成|实现|上?报|报送|报告|反馈|移交|移送|办理|整改|拆除|发放|拨付|送达|告知|通知|提交|作出|组织|召开|公[示布开])/

/** A rate that rises or falls by so much. */
const CHANGES = /(?:提高|下降|降低|增长|提升|上升|减少|增加|压减|递增)(?:了|约)?$/

/** Does the clause end with the number, so that it counts what stands before it? */
export const endsClause = (after: string): boolean =>
  /^(?:\/[日天年月人户次时])?(?:及?以上|以内|左右)?(?:$|[\s,。;、:)(]|和|及|每)/.test(after)

/** Is this number a target the plan sets? */
export function isTarget(context: QuantityContext): boolean {
  const { folded, from, quantity, comparison } = context
  const before = folded.slice(from, quantity.start).trimEnd()
  const after = folded.slice(quantity.end, quantity.end + LOOK_AHEAD)
  const { unit } = quantity
  if (unit === '' || quantity.fraction) return quantity.fraction && comparison.explicit && !isState(context)
  if (isState(context) || isCondition(context, before)) return false
  if (quantity.chinese && (VAGUE_AFTER.test(unit + after) || NOT_COUNTED.test(unit + after))) return false
  if (unit === '分' && !/分值|得分|评分|满意|指数/.test(before)) return false
  if (FROM_BEFORE.test(before) && FROM_AFTER.test(after)) return false
  if (unit === '番') return /翻(?:了|上)?$/.test(before)
  if (unit === '%' || unit.endsWith('百分点'))
    return (
      !PAYS.test(after) &&
      (comparison.explicit ||
        MEASURED.test(before) ||
        MAKES_BEFORE.test(before) ||
        /[占按]/.test(before) ||
        /全部|实现|完成|覆盖/.test(before) ||
        SHARE_OF.test(after) ||
        CHANGES.test(before))
    )
  if (IS_TREATED.test(after)) return true
  if (FOR_WHOM.test(folded.slice(context.sentence.start, quantity.start)) && IS_SERVED.test(after))
    return true
  const per = /每/.test(before)
  if (context.continues) return true
  const one = quantity.chinese && quantity.value === 1
  if (one)
    return (
      comparison.explicit ||
      ((per || context.isListed) &&
        MAKES_BEFORE.test(before) &&
        (!/^[次批]$/.test(unit) || ACTIVITY.test(after)))
    )
  if (isDuration(unit))
    return comparison.explicit
      ? !STEP_WITHIN.test(after) && !/^(?:完成|建成|实现)/.test(after) && !COUNTED_FROM.test(before)
      : per && /[时间]$|每次/.test(before)
  if (isMoney(unit)) {
    const sentence = folded.slice(Math.max(context.sentence.start, from - 40), quantity.start)
    return comparison.explicit && EARNED.test(isHollow(before) ? sentence : before)
  }
  if (comparison.explicit) return true
  if (unit === '次' || unit === '场' || unit === '期' || unit === '轮' || unit === '遍')
    return per || MAKES_BEFORE.test(before)
  return (
    MAKES_BEFORE.test(before) ||
    MEASURED.test(before) ||
    per ||
    (MAKES_OBJECT.test(before) && endsClause(after))
  )
}
