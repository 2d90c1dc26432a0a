import DOMPurify from 'dompurify'
import MarkdownIt from 'markdown-it'

/**
 * Renders Markdown as HTML that cannot run code, load resources or navigate. It drops the author's own HTML, all
 * addresses and forms, and shows only the alternative text of images.
 */
export function renderMarkdown(source: string): string {
  const renderer = new MarkdownIt({ html: false, linkify: false })
  renderer.renderer.rules['image'] = (tokens, at) => renderer.utils.escapeHtml(`[${tokens[at]?.content ?? ''}]`)
  return DOMPurify.sanitize(renderer.render(withoutFrontMatter(source)), {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: ['start', 'align'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  })
}

const allowedTags =
  'a b blockquote br code del em h1 h2 h3 h4 h5 h6 hr i li ol p pre s strong sub sup table tbody td th thead tr ul'.split(
    ' ',
  )

function withoutFrontMatter(source: string): string {
  return source.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '')
}
