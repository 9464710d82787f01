/** The chart of RESULTS.md: how long a write takes to reach all, by the number of nodes, on logarithmic axes. */

export interface ChartPoint {
  nodes: number;
  ms: number;
}

export interface ChartLine {
  label: string;
  /** Of two hues: the classic way and ours; a broken line is the less important of two. */
  tone: 'classic' | 'ours';
  broken: boolean;
  points: ChartPoint[];
}

const [WIDTH, HEIGHT] = [720, 420];
const [LEFT, RIGHT, TOP, BOTTOM] = [72, 190, 44, 52];
const TICKS_MS = [1, 10, 100, 1_000, 10_000, 100_000];
const [LEAST_MS, MOST_MS] = [3, 200_000];
const LABEL_GAP = 17;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #333 }
  .title { font-size: 15px; font-weight: 600 }
  .grid { stroke: #ddd }
  .line { fill: none; stroke-width: 2.5 }
  .broken { stroke-dasharray: 5 4 }
  .classic { stroke: #b45309; fill: #b45309 }
  .ours { stroke: #5b3fd1; fill: #5b3fd1 }
  text.classic, text.ours { stroke: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #ccc }
    .grid { stroke: #3a3a3a }
    .classic { stroke: #f0a050; fill: #f0a050 }
    .ours { stroke: #a491ff; fill: #a491ff }
  }`;

const timeWords = (ms: number): string => (ms >= 1_000 ? `${ms / 1_000} s` : `${ms} ms`);

/** An SVG document of the lines; all have the same numbers of nodes. */
export function chartOf(title: string, lines: readonly ChartLine[]): string {
  const sizes = lines[0]?.points.map(({ nodes }) => nodes) ?? [];
  const x = scale([sizes[0] ?? 1, sizes.at(-1) ?? 2], [LEFT, WIDTH - RIGHT]);
  const y = scale([LEAST_MS, MOST_MS], [HEIGHT - BOTTOM, TOP]);
  const shown = TICKS_MS.filter((ms) => ms >= LEAST_MS && ms <= MOST_MS);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">`,
    `<style>${STYLE}\n</style>`,
    `<text class="title" x="16" y="24">${title}</text>`,
    ...shown.map((ms) => `<path class="grid" d="M${LEFT} ${y(ms)}H${WIDTH - RIGHT}"/>`),
    ...shown.map((ms) => `<text x="${LEFT - 8}" y="${y(ms) + 4}" text-anchor="end">${timeWords(ms)}</text>`),
    ...sizes.map((nodes) => `<text x="${x(nodes)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${nodes}</text>`),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 12}" text-anchor="middle">nodes</text>`,
    ...lines.map((line) => drawn(line, x, y)),
    ...labelled(lines, y),
    '</svg>',
    '',
  ].join('\n');
}

type Scale = (value: number) => number;

/** Logarithmic, rounded to a tenth of a pixel. */
function scale([from, to]: [number, number], [start, end]: [number, number]): Scale {
  const span = Math.log(to) - Math.log(from);
  return (value) => Math.round(10 * (start + ((Math.log(value) - Math.log(from)) / span) * (end - start))) / 10;
}

function drawn({ points, tone, broken }: ChartLine, x: Scale, y: Scale): string {
  const path = points.map(({ nodes, ms }, i) => `${i === 0 ? 'M' : 'L'}${x(nodes)} ${y(ms)}`).join('');
  const dots = points.map(({ nodes, ms }) => `<circle class="${tone}" cx="${x(nodes)}" cy="${y(ms)}" r="3"/>`);
  return `<path class="line ${tone}${broken ? ' broken' : ''}" style="fill: none" d="${path}"/>${dots.join('')}`;
}

/** Beside the ends of the lines, moved apart where they would touch. */
function labelled(lines: readonly ChartLine[], y: Scale): string[] {
  const labels = lines
    .map(({ label, tone, points }) => ({ label, tone, at: y(points.at(-1)?.ms ?? LEAST_MS) + 4 }))
    .sort((a, b) => a.at - b.at);
  let lowest = -Infinity;
  return labels.map(({ label, tone, at }) => {
    lowest = Math.max(at, lowest + LABEL_GAP);
    return `<text class="${tone}" x="${WIDTH - RIGHT + 10}" y="${lowest}">${label}</text>`;
  });
}
