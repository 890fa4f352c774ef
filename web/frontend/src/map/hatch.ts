// Hatching for elements that no row of the table has.
const SVG = "http://www.w3.org/2000/svg";

/** Gives a drawing the hatching of elements that no row has. */
export function addHatch(svg: SVGElement | null): void {
  if (!svg) return;
  const pattern = document.createElementNS(SVG, "pattern");
  for (const [key, value] of Object.entries({ id: "hatch", width: "7", height: "7", patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" })) {
    pattern.setAttribute(key, value);
  }
  const ground = document.createElementNS(SVG, "rect");
  const line = document.createElementNS(SVG, "rect");
  for (const [shape, width, fill] of [[ground, "7", "#fff"], [line, "2", "#c9ced6"]] as const) {
    shape.setAttribute("width", width);
    shape.setAttribute("height", "7");
    shape.setAttribute("fill", fill);
  }
  pattern.append(ground, line);
  const defs = document.createElementNS(SVG, "defs");
  defs.append(pattern);
  svg.prepend(defs);
}
