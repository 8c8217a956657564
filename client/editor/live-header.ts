import { createSubscriber } from 'svelte/reactivity'
import type * as Y from 'yjs'
import { readHeader, type OfficialHeader } from '../../schemas/official/header.ts'
import { headerOf } from '../../schemas/text/body.ts'

/** The head of a body room as plain data that components can follow; listens only while somebody looks. */
export function liveHeader(doc: Y.Doc): { readonly current: OfficialHeader } {
  let read: OfficialHeader | null = null
  const subscribe = createSubscriber((update) => {
    const onChange = (): void => {
      read = null
      update()
    }
    const header = headerOf(doc)
    header.observeDeep(onChange)
    return () => {
      header.unobserveDeep(onChange)
      read = null
    }
  })
  return {
    get current() {
      subscribe()
      return (read ??= readHeader(doc))
    },
  }
}
