/** How this tab stands with the server. */
export type Connection = 'online' | 'connecting' | 'offline' | 'signed-out'
