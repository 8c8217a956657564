import { exchangeWords } from '../app/language/exchange.ts'
import { say } from '../app/language/language.svelte.ts'
import { TEXT_BYTES_MAX } from './decode-text.ts'
import type { Refused } from './import-flow.svelte.ts'

/** Says why a text was not read, and what to do instead. */
export function refusedText(why: Refused): { readonly title: string; readonly text: string } {
  switch (why.is) {
    case 'empty':
      return { title: say(exchangeWords.emptyTitle), text: say(exchangeWords.emptyText) }
    case 'too-large':
      return {
        title: say(exchangeWords.tooLargeTitle),
        text: say(exchangeWords.tooLargeText, TEXT_BYTES_MAX / 1024 / 1024),
      }
    case 'failed':
      return { title: say(exchangeWords.failedTitle), text: say(exchangeWords.failedText) }
    case 'not-text':
      return { title: say(exchangeWords.notTextTitle), text: notText(why.file) }
  }
}

function notText(file: Extract<Refused, { is: 'not-text' }>['file']): string {
  switch (file) {
    case 'word':
    case 'old-word':
      return say(exchangeWords.notTextWord)
    case 'pdf':
      return say(exchangeWords.notTextPdf)
    case 'image':
      return say(exchangeWords.notTextImage)
    case 'other':
      return say(exchangeWords.notTextOther)
  }
}
