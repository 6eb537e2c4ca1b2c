/** Lines and zones on a camera's picture, as people draw them and as the camera is told of them. */

export interface Point {
  x: number;
  y: number;
}

export interface Line {
  name: string;
  from: Point;
  to: Point;
}

export interface Zone {
  name: string;
  corners: Point[];
}

/**
 * Where a point stands on its picture, for `.style`: as a property, since the page's policy forbids
 * the attribute. Pictures do not turn from right to left.
 */
export function at({ x, y }: Point): string {
  return `left: ${x * 100}%; top: ${y * 100}%`;
}

/** `door:0.1,0.5,0.9,0.5`: shares of the picture's width and height. */
export function lineText({ name, from, to }: Line): string {
  return `${name}:${numbers([from, to])}`;
}

export function zoneText({ name, corners }: Zone): string {
  return `${name}:${numbers(corners)}`;
}

export function lineOf(text: string): Line | null {
  const [name, [from, to] = []] = parts(text);
  return from && to ? { name, from, to } : null;
}

export function zoneOf(text: string): Zone | null {
  const [name, corners] = parts(text);
  return corners.length > 2 ? { name, corners } : null;
}

/** Where "in" is: to the right of somebody who looks from the first point to the second. */
export function arrow({ from, to }: Line, length = 0.09): { from: Point; to: Point } {
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const size = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const right = { x: -(to.y - from.y) / size, y: (to.x - from.x) / size };
  return {
    from: middle,
    to: { x: middle.x + right.x * length, y: middle.y + right.y * length },
  };
}

function numbers(points: readonly Point[]): string {
  return points.flatMap(({ x, y }) => [round(x), round(y)]).join(",");
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}

function parts(text: string): [string, Point[]] {
  const at = text.lastIndexOf(":");
  const figures = text
    .slice(at + 1)
    .split(",")
    .map(Number);
  const points: Point[] = [];
  for (let i = 0; i + 1 < figures.length; i += 2) points.push({ x: figures[i]!, y: figures[i + 1]! });
  return [at < 0 ? "" : text.slice(0, at), points];
}
