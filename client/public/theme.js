// Runs before the first paint; the same choice is kept up to date by app/theme.svelte.ts.
;(function () {
  const root = document.documentElement
  let chosen = null
  try {
    chosen = localStorage.getItem('heshu-theme')
    if (localStorage.getItem('heshu-language') === 'en') root.lang = 'en'
  } catch (error) {
    // Storage is closed in some private windows: the system's own choice stands.
    console.info('heshu: no storage for choices', error)
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.dataset.theme = dark ? 'dark' : 'light'
})()
