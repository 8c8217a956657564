/** Lines that web pages, printers and scanners leave in a pasted text, and that are no part of the document. */
const DEBRIS: readonly RegExp[] = [
  /^[-=_*·.…~\s|]{3,}$/,
  /^-+ ?\d{1,4} ?-+$/,
  /^第 ?\d{1,4} ?页(?: ?[,/]? ?共 ?\d{1,4} ?页)?$/,
  /^共? ?\d{1,4} ?页$/,
  /^\d{1,3} ?\/ ?\d{1,3}$/,
  /^page \d+/i,
  /^(?:https?:\/\/|www\.)\S+$/i,
  /^(?:当前|您的?|你的?|现在的?)(?:所在)?位置(?:是)?:/,
  /^(?:首页|网站首页) ?[>》|]/,
  /^[^。,;]{1,30}>[^。;]*>/,
  /^(?:\[|【)?(?:打印|关闭|收藏|返回|分享|字体|字号|纠错|扫一扫|复制|下载|我要)/,
  /^(?:上一篇|下一篇|上一页|下一页|相关(?:文章|阅读|链接|推荐)|推荐阅读|热门(?:文章|推荐)|延伸阅读)/,
  /^(?:分享到|扫码|关注(?:我们|微信)|版权所有|免责声明|网站声明|本文(?:来源|地址|链接)|责任编辑|编辑:|点击(?:下载|查看|阅读)|加载中)/,
  /^(?:广告|赞助|推广)(?:$|[: ])/,
  /^\(?(?:浏览|阅读|点击)(?:次数|量|数)/,
  /(?:icp备|公网安备|版权所有|技术支持:)/i,
  /^(?:copyright|©)/i,
  /^(?:目 ?录|正文|全文)$/,
]

/** Is this line (in its matching form) left over from a web page or a printer? */
export function isDebris(folded: string): boolean {
  return folded.length <= 80 && DEBRIS.some((pattern) => pattern.test(folded))
}

/** Characters that stand for what could not be read. */
export const DAMAGE = /\ufffd+|\*{2,}|[□■]{2,}|[?]{3,}/g
