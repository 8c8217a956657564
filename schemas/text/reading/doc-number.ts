/** A line that is nothing else may have lost its 号. */
const BARE_NUMBER = /^[\u4e00-\u9fff]{2,12} ?[[(](?:19|20)\d{2}[\])] ?\d{1,4}$/
const NUMBER = /[\u4e00-\u9fff]{1,20} ?[[(] ?(?:19|20)\d{2} ?(?:年)? ?[\])] ?第? ?\d{1,4} ?号/

/**
 * The document's own number when a header line holds it (`南创建办〔2011〕65号`), verbatim.
 * A line that quotes another document, or is a sentence, has none.
 */
export function docNumberIn(text: string, folded: string): string | null {
  if (/[《》。]/.test(folded) || folded.length > 60) return null
  const found = NUMBER.exec(folded) ?? BARE_NUMBER.exec(folded)
  if (found === null || /根据|按照|依据|转发|贯彻/.test(folded)) return null
  const lead = /^(?:文号|编号|发文字号)/.exec(found[0])?.[0].length ?? 0
  return text.slice(found.index + lead, found.index + found[0].length)
}
