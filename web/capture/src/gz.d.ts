/** The address of a file that is compressed when the page is built (scripts/build-web.mjs). */
declare module '*?gz' {
  const url: string

  // biome-ignore lint/style/noDefaultExport: it is how Vite hands out addresses of files
  export default url
}
