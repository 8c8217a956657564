import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import { allFindings, wordsOfFinding, type AnyFinding } from '../../schemas/plan/finding-words.ts'
import {
  readHeaderFields,
  type AddedFinding,
  type ConfirmedHeader,
  type FindingDecision,
  type ReadingCorrections,
} from '../../schemas/plan/from-reading.ts'
import type { FindingKind, FindingWords } from '../../schemas/plan/judgement.ts'
import type { Conflict, Doubt, Level, PlanReading, SourceBlock } from '../../schemas/text/reading/reading.ts'
import type { SourceSpan } from './source-segments.ts'

/** A finding as it is reviewed: what was read, or what the person made of it. */
export interface DraftFinding {
  /** Unique within the draft. */
  readonly id: string
  readonly kind: FindingKind
  readonly block: number
  readonly span: SourceSpan
  readonly quote: string
  readonly words: FindingWords
  readonly state: 'sure' | 'doubtful' | FindingDecision['verdict'] | 'added'
}

/** A stretch of the source the person asked to see. */
export interface ShownPlace {
  readonly block: number
  readonly span: SourceSpan
}

/**
 * A reading under review, and what the person changed in it. Nothing is created before they say so; the reading itself
 * is never altered.
 */
export class PlanDraft {
  readonly reading: PlanReading
  readonly #findings: readonly AnyFinding[]
  header: ConfirmedHeader = $state.raw({
    title: '',
    docNumber: '',
    issuers: [],
    date: null,
    recipients: [],
    annexes: [],
  })
  shown: ShownPlace | null = $state.raw(null)
  readonly #levels = new SvelteMap<number, Level>()
  readonly #included = new SvelteSet<number>()
  readonly #excluded = new SvelteSet<number>()
  readonly #decisions = new SvelteMap<number, FindingDecision>()
  #added: readonly (AddedFinding & { readonly id: string })[] = $state.raw([])
  #nextId = 1

  constructor(reading: PlanReading) {
    this.reading = reading
    this.#findings = allFindings(reading)
    this.header = readHeaderFields(reading)
  }

  /** Blocks of the source, in order. */
  get blocks(): readonly SourceBlock[] {
    return this.reading.blocks
  }

  get doubts(): readonly Doubt[] {
    return this.reading.doubts
  }

  get conflicts(): readonly Conflict[] {
    return this.reading.conflicts
  }

  /** Headings as they will be, in order. */
  get outline(): readonly SourceBlock[] {
    return this.blocks.filter((block) => this.isTaken(block.index) && this.levelOf(block.index) > 0)
  }

  /** The level a block will have; 0 is running text. */
  levelOf(index: number): Level {
    return this.#levels.get(index) ?? this.blocks[index]?.level ?? 0
  }

  setLevel(index: number, level: Level): void {
    if (level === this.blocks[index]?.level) this.#levels.delete(index)
    else this.#levels.set(index, level)
    this.take(index)
  }

  /** Whether a block becomes part of the text. */
  isTaken(index: number): boolean {
    if (this.#excluded.has(index)) return false
    const role = this.blocks[index]?.role
    return role === 'body' || role === 'table' || this.#included.has(index)
  }

  take(index: number): void {
    this.#excluded.delete(index)
    const role = this.blocks[index]?.role
    if (role !== 'body' && role !== 'table') this.#included.add(index)
  }

  leaveOut(index: number): void {
    this.#included.delete(index)
    this.#excluded.add(index)
  }

  /** Findings of a kind: those read, in the order of the text, then those added. */
  findings(kind: FindingKind): readonly DraftFinding[] {
    const read = this.#findings.flatMap((finding, index) =>
      finding.kind === kind ? [this.#draftFinding(finding, index)] : [],
    )
    const added = this.#added
      .filter((finding) => finding.finding === kind)
      .map((finding) => this.#addedFinding(finding))
    return [...read, ...added]
  }

  /** Stretches of a block that findings stand in, rejected ones left out. */
  foundIn(block: number): readonly SourceSpan[] {
    return this.#spans.get(block) ?? []
  }

  readonly #spans = $derived.by(() => {
    const spans = new Map<number, SourceSpan[]>()
    for (const [index, { found }] of this.#findings.entries()) {
      if (this.#decisions.get(index)?.verdict === 'rejected') continue
      const { block, start, end } = found.place
      spans.set(block, [...(spans.get(block) ?? []), { start, end }])
    }
    return spans
  })

  #draftFinding(finding: AnyFinding, index: number): DraftFinding {
    const decision = this.#decisions.get(index)
    const { place, text, confidence } = finding.found
    return {
      id: `read-${index}`,
      kind: finding.kind,
      block: place.block,
      span: { start: place.start, end: place.end },
      quote: text,
      words: decision?.verdict === 'corrected' ? decision.words : wordsOfFinding(finding),
      state: decision?.verdict ?? confidence,
    }
  }

  #addedFinding({ id, finding, block, quote, words }: AddedFinding & { readonly id: string }): DraftFinding {
    const start = Math.max(0, this.blocks[block]?.text.indexOf(quote) ?? 0)
    return {
      id,
      kind: finding,
      block,
      span: { start, end: start + quote.length },
      quote,
      words,
      state: 'added',
    }
  }

  /** Takes what the person said about a finding; null goes back to what was read, or takes an added one away. */
  decide(id: string, decision: FindingDecision | null): void {
    if (id.startsWith('added-')) return this.#changeAdded(id, decision)
    const index = Number(id.slice('read-'.length))
    if (decision === null) this.#decisions.delete(index)
    else this.#decisions.set(index, decision)
  }

  #changeAdded(id: string, decision: FindingDecision | null): void {
    if (decision === null || decision.verdict === 'rejected') {
      this.#added = this.#added.filter((finding) => finding.id !== id)
    } else if (decision.verdict === 'corrected') {
      this.#added = this.#added.map((finding) =>
        finding.id === id ? Object.assign({}, finding, { words: decision.words }) : finding,
      )
    }
  }

  add(finding: AddedFinding): void {
    this.#added = [...this.#added, { ...finding, id: `added-${this.#nextId++}` }]
  }

  /** Shows a stretch of the source; the whole block when none is given. */
  show(block: number, span?: SourceSpan): void {
    const length = this.blocks[block]?.text.length ?? 0
    this.shown = { block, span: span ?? { start: 0, end: length } }
  }

  /** How many things a person should look at before confirming: doubts, contradictions, unjudged doubtful findings. */
  get openQuestions(): number {
    const doubtful = this.#findings.filter(
      ({ found }, index) => found.confidence === 'doubtful' && !this.#decisions.has(index),
    )
    return this.doubts.length + this.conflicts.length + doubtful.length
  }

  /** Everything the person changed, for creating the plan. */
  corrections(): ReadingCorrections {
    return {
      header: this.header,
      levels: new Map(this.#levels),
      included: new Set(this.#included),
      excluded: new Set(this.#excluded),
      decisions: new Map(this.#decisions),
      added: this.#added,
    }
  }
}
