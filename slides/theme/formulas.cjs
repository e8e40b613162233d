// TeX to HTML: reads [{tex, display, strict, output}, …] as JSON, writes [{html} or {error}, …].
const katex = require("katex");
const fs = require("fs");

const told = JSON.parse(fs.readFileSync(0, "utf8")).map(({ tex, display, strict, output }) => {
  try {
    return { html: katex.renderToString(tex, { displayMode: display, strict, output }) };
  } catch (error) {
    return { error: error.message };
  }
});
process.stdout.write(JSON.stringify(told));
