import * as v from 'valibot'
import { Arrangement, USUAL_ARRANGEMENT } from './arrange.ts'

const STORAGE_KEY = 'heshu-documents'

/** How this person wants lists of documents, remembered on this device. */
export class ArrangementChoice {
  #current: Arrangement = $state.raw(stored())

  get current(): Arrangement {
    return this.#current
  }

  choose(change: Partial<Arrangement>): void {
    this.#current = { ...this.#current, ...change }
    localStorage.setItem(STORAGE_KEY, JSON.stringify(this.#current))
  }
}

function stored(): Arrangement {
  try {
    const read = v.safeParse(Arrangement, JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null'))
    return read.success ? read.output : USUAL_ARRANGEMENT
  } catch {
    // Not JSON: something else wrote under our name.
    return USUAL_ARRANGEMENT
  }
}
