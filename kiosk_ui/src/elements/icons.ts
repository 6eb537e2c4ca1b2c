/** Drawn for these screens on a grid of 24, one stroke. */

import { svg, html, type TemplateResult } from "lit";

const PATHS = {
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5a2.2 2.2 0 0 0 4 0",
  search: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5 20.5 20.5",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 8h3v3H8zM13 8h3v3h-3zM8 13h3v3H8zM13 13h.01M16 16h.01M16 13h.01M13 16h.01",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4",
  check: "M5 12.5 10 17.5 19.5 7",
  back: "M14.5 5 7.5 12l7 7",
  next: "M9.5 5l7 7-7 7",
  close: "M6 6l12 12M18 6 6 18",
  clock: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7.5V12l3 2",
  hand: "M4 8h12M12.5 4.5 16 8l-3.5 3.5M20 16H8M11.5 12.5 8 16l3.5 3.5",
  phone: "M7.5 3h9v18h-9zM11 18h2",
  devices: "M4 15V5.5h14V9M2.500 18.500H11M14 11.500h6.500v9H14zM16.700 18.200h1.100",
  key: "M7.500 8.200a3.800 3.800 0 1 1 0 7.600 3.800 3.800 0 0 1 0-7.600zM11.300 12H21M17 12v3.200M20 12v2.200",
  place: "M12 21s6.5-5.6 6.5-11a6.5 6.5 0 0 0-13 0c0 5.4 6.5 11 6.5 11zM12 7.7a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6z",
  cake: "M5 20v-6.5h14V20zM5 16.5c1.7 1.4 3-.8 4.7.3s3 .4 4.6-.3 3 .6 4.7 0M9 13.5V10M15 13.5V10M12 13.5V10M9 7.2v-1M12 7.2v-1M15 7.2v-1",
  calendar: "M5 6.5h14V20H5zM5 10.5h14M9 4v4M15 4v4",
  ribbon: "M7 4h10v16l-5-4-5 4z",
  shield: "M12 3.5 19 6v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6zM9 12l2.2 2.2L15.2 10",
  offline: "M4 4l16 16M8.5 15.5a5 5 0 0 1 6 -.6M5 12a10 10 0 0 1 4.5-2.6M13.5 9a10 10 0 0 1 5.5 3M2.5 8.5A14 14 0 0 1 6.5 6M10.5 4.8a14 14 0 0 1 11 3.7M12 19.2h.01",
  person: "M12 4.5a3.7 3.7 0 1 1 0 7.4 3.7 3.7 0 0 1 0-7.4zM4.5 20c.7-3.7 3.7-5.5 7.5-5.5s6.8 1.8 7.5 5.5",
  people: "M9 5.5a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4zM2.5 19c.6-3.2 3.2-4.8 6.5-4.8s5.9 1.6 6.5 4.8M16 5.8a3 3 0 0 1 0 5.8M17.5 14.5c2.2.6 3.6 2.2 4 4.5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  gift: "M4.5 9h15v4h-15zM6 13h12v7.5H6zM12 9v11.5M12 9c-2-4.5-6-4-5.5-1.6C6.800 8.700 9 9 12 9c3 0 5.200-.3 5.500-1.6C18 5 14 4.500 12 9z",
  chart: "M4 20h16M6 20v-6h3v6M11 20V9h3v11M16 20V4h3v16",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  bag: "M5.500 8.500h13l1 12h-15zM9 11V7a3 3 0 0 1 6 0v4",
  receipt: "M6.500 3.500h11v17l-2.750-1.800-2.750 1.800-2.750-1.800-2.750 1.800zM9.500 8h5M9.500 11.500h5",
  speech: "M4.5 5.5h15v10.5h-8L7 19.8V16H4.5z",
  discreet: "M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6zM4 20 20 4",
  erase: "M8.5 6h11.5v12H8.5L3.5 12zM11.5 9.5l5 5M16.5 9.5l-5 5",
  door: "M6 20.5V4h12v16.5M3.5 20.5h17M14.5 12v1",
  floor: "M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z",
  screen: "M6 3h12v15H6zM9 21h6M12 18v3",
  diamond: "M7 5h10l4 5-9 10L3 10zM3 10h18M9.5 10 12 20l2.5-10L12 5z",
  signal: "M12 19h.01M8.5 15.5a5 5 0 0 1 7 0M5.5 12.5a9.3 9.3 0 0 1 13 0M2.5 9.5a13.5 13.5 0 0 1 19 0",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  camera: "M4 8.5h3.2L9 6h6l1.8 2.5H20V18H4zM12 10.2a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
  star: "M12 4l2.5 5.2 5.7.7-4.2 3.9 1.1 5.6L12 16.6l-5.1 2.8 1.1-5.6-4.2-3.9 5.7-.7z",
  coins: "M9 5c3 0 5 1 5 2.300S12 9.600 9 9.600 4 8.600 4 7.300 6 5 9 5zM4 7.300v4c0 1.300 2 2.300 5 2.300M4 11.300v4c0 1.300 2 2.300 5 2.300M15 11c3 0 5 1 5 2.300s-2 2.300-5 2.300-5-1-5-2.300S12 11 15 11zM10 13.300v4c0 1.300 2 2.300 5 2.300s5-1 5-2.300v-4M14 7.300V11",
  hourglass: "M7 3.5h10M7 20.5h10M8 3.5c0 4.5 8 5.5 8 8.5s-8 4-8 8.5M16 3.5c0 4.5-8 5.5-8 8.5s8 4 8 8.5",
} as const;

export type Icon = keyof typeof PATHS;

/** Those that point somewhere point the other way from right to left. */
const POINTING: ReadonlySet<Icon> = new Set(["back", "next", "erase"] as const);

export function icon(name: Icon): TemplateResult {
  return html`<svg class=${POINTING.has(name) ? "icon flip" : "icon"} viewBox="0 0 24 24" aria-hidden="true">
    ${svg`<path d=${PATHS[name]}></path>`}
  </svg>`;
}
