// Builds the same deck with PptxGenJS. `node with_pptxgenjs.cjs SLIDES PICTURE TARGET`, found through NODE_PATH.

const PptxGenJS = require("pptxgenjs");

const TEXT = "the reef grows slower than it breaks and nobody who has seen it from above would think so";
const WORDS = TEXT.split(" ");
const KINDS = ["title", "bullets", "quotes", "table", "picture"];
const COLUMNS = ["Place", "Dives", "Fish", "Crabs", "Shells"];
const CATEGORIES = ["a", "b", "c", "d", "e"];

// As in decks.py.
const sentence = (number, words) =>
  Array.from({ length: words }, (_, index) => WORDS[(number * 7 + index * (1 + (number % 5))) % WORDS.length]).join(" ");
const kindOf = (number) => (number % 5 === 4 ? "chart" : KINDS[(number - Math.floor(number / 5)) % KINDS.length]);

const BODY = { x: 0.6, y: 1.6, w: 11.8, h: 5 };

function addBullets(slide, number) {
  const texts = [0, 1, 2].flatMap((index) => [
    { text: sentence(number + index, 9), options: { bullet: true, breakLine: true } },
    { text: sentence(number + index + 1, 6), options: { bullet: true, indentLevel: 1, breakLine: true } },
  ]);
  slide.addText(texts, { ...BODY, fontSize: 20 });
}

function addQuote(slide, number) {
  slide.addText(
    [{ text: sentence(number, 24), options: { breakLine: true } }, { text: sentence(number, 2) }],
    { ...BODY, fontSize: 20 },
  );
}

function addTable(slide, number) {
  const rows = [0, 1, 2, 3, 4].map((row) => [sentence(number + row, 2), number, row, number * row, row + 7]);
  slide.addTable([COLUMNS, ...rows].map((row) => row.map((cell) => ({ text: String(cell) }))), BODY);
}

function addChart(slide, number, presentation) {
  const series = ["North", "South"].map((name, one) => ({
    name,
    labels: CATEGORIES,
    values: CATEGORIES.map((_, index) => ((number * (index + 2) + one * 3) % 40) + 1),
  }));
  slide.addChart(presentation.ChartType.bar, series, BODY);
}

const FILL = {
  title: (slide, number) => slide.addText(sentence(number, 8), { x: 0.6, y: 3.4, w: 11.8, h: 1, fontSize: 20 }),
  bullets: addBullets,
  quotes: addQuote,
  table: addTable,
  chart: addChart,
  picture: (slide, number, _, path) => slide.addImage({ path, x: 2, y: 1.8, w: 6.4, h: 4, altText: sentence(number, 6) }),
};

async function main(slides, picture, fileName) {
  const presentation = new PptxGenJS();
  presentation.layout = "LAYOUT_WIDE";
  for (let number = 0; number < slides; number++) {
    const slide = presentation.addSlide();
    slide.addText(`${number} ${sentence(number, 5)}`, { x: 0.6, y: 0.4, w: 11.8, h: 1, fontSize: 32 });
    FILL[kindOf(number)](slide, number, presentation, picture);
    slide.addNotes(sentence(number + 3, 20));
  }
  await presentation.writeFile({ fileName });
}

main(Number(process.argv[2]), process.argv[3], process.argv[4]);
