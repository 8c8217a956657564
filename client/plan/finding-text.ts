import { readUnitNames } from '../../schemas/plan/finding-words.ts'
import type { FindingKind, FindingWords } from '../../schemas/plan/judgement.ts'
import { planWords, ruleWords } from '../app/language/plan.ts'
import { say } from '../app/language/language.svelte.ts'
import { printedDay } from './printed-day.ts'

const COMPARATORS: Readonly<Record<string, string>> = {
  '>=': '≥',
  '<=': '≤',
  '=': '',
  '>': '>',
  '<': '<',
  range: '',
}

/** What a finding says, in one line: its subject first, then what holds of it. */
export interface FindingLine {
  readonly subject: string
  readonly details: readonly { readonly label: string; readonly text: string }[]
}

/** Puts a finding into words for a card. */
export function findingLine(kind: FindingKind, words: FindingWords): FindingLine {
  switch (kind) {
    case 'indicator':
      return { subject: words.metric ?? '', details: [{ label: '', text: amountText(words) }] }
    case 'stage':
      return {
        subject: words.name || say(planWords.stageUnnamed),
        details: [{ label: '', text: spanText(words.start ?? '', words.end ?? '') }],
      }
    case 'responsibility':
      return {
        subject: words.task ?? '',
        details: filled([
          { label: say(planWords.lead), text: readUnitNames(words.lead ?? '').join('、') },
          { label: say(planWords.support), text: readUnitNames(words.support ?? '').join('、') },
          { label: say(planWords.due), text: printedDay(words.due ?? '') },
        ]),
      }
    case 'rule':
      return {
        subject: ruleName(words.rule ?? ''),
        details: filled([{ label: '', text: amountText(words) }]),
      }
  }
}

function amountText({ comparator = '', value = '', unit = '' }: FindingWords): string {
  return [COMPARATORS[comparator] ?? comparator, value, unit].filter((part) => part !== '').join(' ')
}

/** `2011年5月1日—5月31日`, or only the end that is known. */
function spanText(start: string, end: string): string {
  if (start === '') return end === '' ? '' : say(planWords.until, printedDay(end))
  return end === '' ? say(planWords.from, printedDay(start)) : `${printedDay(start)}—${printedDay(end)}`
}

function ruleName(rule: string): string {
  return Object.hasOwn(ruleWords, rule) ? say(ruleWords[rule as keyof typeof ruleWords]) : rule
}

function filled(details: readonly { label: string; text: string }[]): { label: string; text: string }[] {
  return details.filter(({ text }) => text !== '')
}
