// What a reader would stumble over on this page: text that is too small, or too faint.
// Text in pictures is left out: tests/live/test_contrast.py and test_stills.py look at it.
(smallest) => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  const rgba = (text) => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return parts.length === 3 ? [...parts, 1] : parts;
  };
  const over = (top, below) => top.slice(0, 3).map((c, k) => c * top[3] + below[k] * (1 - top[3]));
  const papers = new Map([[null, [255, 255, 255]]]); // of each element, asked once
  const paper = (element) => {
    if (!papers.has(element)) {
      const below = paper(element.parentElement);
      papers.set(element, over(rgba(getComputedStyle(element).backgroundColor), below));
    }
    return papers.get(element);
  };
  const luminance = (color) => {
    const [r, g, b] = color.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faults = new Set(), looked = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    const words = walk.currentNode.textContent.trim();
    if (!words || looked.has(element)) continue;
    looked.add(element); // its style holds for all that it says
    if (element.closest("svg, .katex-mathml, .katex-html .vlist-s, script, style, noscript")) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const told = `${element.tagName.toLowerCase()}.${element.className} “${words.slice(0, 30)}”`;
    // An index in a formula is small, and so is a sign that says ¶ or #.
    if (size < smallest && !element.closest(".katex, sup, sub, .headerlink")) faults.add(`${size} px: ${told}`);
    const [one, other] = [luminance(over(rgba(style.color), paper(element))), luminance(paper(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faults.add(`${ratio.toFixed(2)} to 1: ${told}`);
  }
  return [...faults].slice(0, 8);
}
