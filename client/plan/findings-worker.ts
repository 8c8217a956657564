import { deriveFindings } from '../../schemas/plan/findings.ts'
import type { FindingsAnswer, FindingsQuestion } from './findings-reader.ts'

addEventListener('message', ({ data }: MessageEvent<FindingsQuestion>) => {
  postMessage(answer(data))
})

function answer({ number, source }: FindingsQuestion): FindingsAnswer {
  try {
    return { number, ok: true, findings: deriveFindings(source) }
  } catch (cause) {
    console.error('the findings could not be read', cause)
    return { number, ok: false }
  }
}
