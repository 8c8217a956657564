import type { Amount, Comparator, PlanReading, RuleKind, SourceBlock } from './reading.ts'

export interface SectionOutput {
  readonly level: number
  readonly label: string
  readonly title: string
  readonly runIn: boolean
  readonly children: SectionOutput[]
}

/** The JSON `heshu parse` prints. Its names are a public format: they are never renamed or removed. */
export interface ParseOutput {
  readonly meta: {
    readonly title: string | null
    readonly docNumber: string | null
    readonly issuer: string | null
    readonly date: string | null
    readonly recipients: readonly string[]
    readonly attachments: readonly string[]
  }
  readonly sections: readonly SectionOutput[]
  readonly indicators: readonly {
    readonly text: string
    readonly metric: string
    readonly comparator: Comparator
    readonly value: Amount
    readonly unit: string
    readonly section: string
  }[]
  readonly stages: readonly {
    readonly name: string | null
    readonly start: string | null
    readonly end: string | null
    readonly text: string
    readonly section: string
  }[]
  readonly responsibilities: readonly {
    readonly task: string
    readonly lead: readonly string[]
    readonly support: readonly string[]
    readonly due: string | null
    readonly section: string
  }[]
  readonly rules: readonly {
    readonly kind: RuleKind
    readonly text: string
    readonly value: Amount | null
    readonly unit: string | null
    readonly section: string
  }[]
}

/** The headings as a tree; a heading whose parent was lost stands at the root with its own level. */
export function sectionTree(blocks: readonly SourceBlock[]): SectionOutput[] {
  const roots: SectionOutput[] = []
  const open: SectionOutput[] = []
  for (const block of blocks) {
    if (block.label === undefined) continue
    const node: SectionOutput = {
      level: block.level,
      label: block.label,
      title: block.title ?? '',
      runIn: block.runIn,
      children: [],
    }
    while (open.length > 0 && (open.at(-1)?.level ?? 0) >= node.level) open.pop()
    const parent = open.at(-1)
    if (parent === undefined) roots.push(node)
    else parent.children.push(node)
    open.push(node)
  }
  return roots
}

/** What `heshu parse` prints: the steps of the plan and what it assigns, without what it says in passing. */
export function toParseOutput(reading: PlanReading): ParseOutput {
  const { header } = reading
  return {
    meta: {
      title: header.title,
      docNumber: header.docNumber,
      issuer: header.issuers.length === 0 ? null : header.issuers.join('、'),
      date: header.date,
      recipients: header.recipients,
      attachments: header.attachments,
    },
    sections: sectionTree(reading.blocks),
    indicators: reading.indicators.map(({ text, metric, comparator, value, unit, section }) => ({
      text,
      metric,
      comparator,
      value,
      unit,
      section,
    })),
    stages: reading.stages
      .filter((stage) => stage.basis === 'step')
      .map(({ name, start, end, text, section }) => ({ name, start, end, text, section })),
    responsibilities: reading.responsibilities
      .filter((each) => each.basis !== 'class')
      .map(({ task, lead, support, due, section }) => ({ task, lead, support, due, section })),
    rules: reading.rules.map(({ kind, text, value, unit, section }) => ({
      kind,
      text,
      value,
      unit,
      section,
    })),
  }
}
