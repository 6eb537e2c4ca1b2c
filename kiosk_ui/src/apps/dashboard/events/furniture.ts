/** Where the chairs of a table or a row stand on the plan, in its units. */

import type { FurnitureView } from "../../../lib/event-views";

export const WIDE = 1000;
export const HIGH = 640;
export const CHAIR = 24; // its radius

const APART = 58; // from the middle of one chair to that of the next
const FROM_EDGE = 34; // from the table's edge to the middle of a chair

export interface Point {
  x: number;
  y: number;
}

export interface Drawn {
  /** Half of the table's width and height; a round one has them alike. */
  half: Point;
  chairs: Point[];
}

/** Around the middle of the piece, which is 0, 0. Chair 1 is the first. */
export function drawn(piece: Pick<FurnitureView, "shape" | "seats" | "turned">): Drawn {
  const flat = flatDrawn(piece);
  if (!piece.turned || piece.shape === "round") return flat;
  return {
    half: { x: flat.half.y, y: flat.half.x },
    chairs: flat.chairs.map(({ x, y }) => ({ x: -y, y: x })),
  };
}

function flatDrawn({ shape, seats }: Pick<FurnitureView, "shape" | "seats">): Drawn {
  if (shape === "round") return around(seats);
  if (shape === "row") return { half: { x: (seats * APART) / 2, y: CHAIR + 4 }, chairs: line(seats, 0) };
  const above = Math.ceil(seats / 2);
  const half = { x: Math.max(44, (above * APART) / 2), y: 34 };
  const far = half.y + FROM_EDGE;
  return { half, chairs: [...line(above, -far), ...line(seats - above, far)] };
}

function around(seats: number): Drawn {
  const reach = Math.max(78, (seats * APART) / (2 * Math.PI));
  const radius = reach - FROM_EDGE;
  const chairs = Array.from({ length: seats }, (_, index) => {
    const angle = (index / seats) * 2 * Math.PI - Math.PI / 2;
    return { x: Math.cos(angle) * reach, y: Math.sin(angle) * reach };
  });
  return { half: { x: radius, y: radius }, chairs };
}

function line(seats: number, y: number): Point[] {
  return Array.from({ length: seats }, (_, index) => ({ x: (index - (seats - 1) / 2) * APART, y }));
}

/** One more of this shape, with the next number for its name, where there is room. */
export function added(
  furniture: readonly FurnitureView[],
  shape: FurnitureView["shape"],
  name: (number: number) => string,
): FurnitureView {
  let number = 1;
  const taken = (): boolean =>
    furniture.some((one) => one.id === `${shape}-${number}` || one.name === name(number));
  while (taken()) number += 1;
  const place = furniture.length;
  return {
    id: `${shape}-${number}`,
    name: name(number),
    shape,
    seats: shape === "row" ? 10 : 8,
    x: shape === "row" ? 0.5 : 0.16 + 0.225 * (place % 4),
    y: Math.min(0.88, 0.2 + 0.3 * Math.floor(place / (shape === "row" ? 1 : 4))),
    turned: false,
  };
}

/** Moved by so much of the plan, and never off it. */
export function movedBy(piece: FurnitureView, x: number, y: number): FurnitureView {
  return { ...piece, x: within(piece.x + x), y: within(piece.y + y) };
}

function within(value: number): number {
  return Math.round(Math.min(0.96, Math.max(0.04, value)) * 1000) / 1000;
}
