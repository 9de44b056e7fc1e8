/* From a selection in the page to a range of the message's text. The server counts code points, scripts
   UTF-16 units: this is the border. */

export function codePoints(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Where a point of the page stands in its message's text, or null outside of words. */
function offsetAt(node, offset, atEnd) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const line = element.closest(".line") ?? neighbour(node, offset, atEnd);
  if (!line) return null;
  if (!line.contains(node)) return Number(line.dataset.at) + (atEnd ? codePoints(wordsOf(line)) : 0);
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(node, offset);
  return Number(line.dataset.at) + codePoints(wordsOf(before.cloneContents()));
}

/** The words of a line or of a piece of one, without the numbers of notes. */
function wordsOf(piece) {
  const copy = piece.cloneNode(true);
  for (const ref of copy.querySelectorAll(".ref")) ref.remove();
  return copy.textContent;
}

/** A selection may end between lines: then the line before (or after) counts. */
function neighbour(node, offset, atEnd) {
  const words = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".segment, .message-body");
  if (!words) return null;
  const point = document.createRange();
  point.setStart(node, offset);
  const lines = [...words.querySelectorAll(".line")];
  const after = lines.filter(line => point.comparePoint(line, 0) >= 0);
  return atEnd ? lines[lines.indexOf(after[0]) - 1] ?? lines.at(-1) : after[0] ?? lines.at(-1);
}

/** The selected words as {message, start, end, segment}, or null when none of one message are selected. */
export function selectedRange() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || !selection.toString().trim()) return null;
  const range = selection.getRangeAt(0);
  const first = messageOf(range.startContainer);
  if (!first || first !== messageOf(range.endContainer)) return null;
  const start = offsetAt(range.startContainer, range.startOffset, false);
  const end = offsetAt(range.endContainer, range.endOffset, true);
  if (start === null || end === null || start >= end) return null;
  const segment = segmentAt(first, start);
  return segment && { message: first.dataset.message, start, end, segment, box: range.getBoundingClientRect() };
}

function messageOf(node) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return element.closest("article.message, .rebuilt");
}

/** The segment that a note on this place will stand at. */
function segmentAt(message, start) {
  const segments = [...message.querySelectorAll(".segment")];
  return segments.find(segment => Number(segment.dataset.end) > start) ?? segments.at(-1);
}
