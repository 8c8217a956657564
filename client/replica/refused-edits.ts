import * as Y from 'yjs'

/**
 * Those updates that bring something `state` does not hold. An edit whose acknowledgement was lost on the way is at the
 * server all the same, and is no rescue.
 * @param state Yjs v1 update: the server's whole room
 * @param rows anything with a Yjs v1 update, oldest first
 */
export function notHeldBy<Row extends { readonly update: Uint8Array }>(
  state: Uint8Array,
  rows: readonly Row[],
): Row[] {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const missing = rows.filter(({ update }) => bringsSomething(doc, update))
  doc.destroy()
  return missing
}

/** Applies `update` to a throw-away document and tells whether that changed it, or left it waiting for what is missing. */
function bringsSomething(doc: Y.Doc, update: Uint8Array): boolean {
  let changed = false
  const onUpdate = (): void => {
    changed = true
  }
  const pendingBefore = isPending(doc)
  doc.on('update', onUpdate)
  Y.applyUpdate(doc, update)
  doc.off('update', onUpdate)
  return changed || (!pendingBefore && isPending(doc))
}

function isPending(doc: Y.Doc): boolean {
  return doc.store.pendingStructs !== null || doc.store.pendingDs !== null
}
