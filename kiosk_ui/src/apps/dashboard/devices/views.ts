/** Devices as the API tells of them; times are RFC 3339, places 0 to 1 on the floor plan. */

import type { DeviceView } from "../../../lib/views";

export interface WaitingDevice {
  hardware: string;
  dialect: string;
  kind: string;
  model: string | null;
  firmware: string | null;
  first_heard_at: string;
  last_heard_at: string;
}

export interface Command {
  id: string;
  do: string;
  parameters: Record<string, unknown>;
  asked_at: string;
  answered_at: string | null;
  state: "waiting" | "sent" | "done" | "failed" | "expired";
  reason: string;
}

export interface Sample {
  at: string;
  battery_pct: number | null;
  temperature_c: number | null;
  fps: number | null;
  uptime_s: number | null;
}

export interface HealthHistory {
  device: DeviceView;
  samples: Sample[];
}

/** Shown once: only hashes are kept. */
export interface Keys {
  mqtt: {
    host: string;
    port: number;
    tls: boolean;
    username: string;
    password: string;
    publish: string[];
    subscribe: string[];
  } | null;
  push_url: string | null;
}

export interface Adopted {
  device: DeviceView;
  keys: Keys;
}

export interface AdoptionCode {
  id: string;
  code: string;
  url: string;
  expires_at: string;
}

export interface Adoption {
  id: string;
  used: boolean;
  device_id: string | null;
}

export interface FloorPlan {
  image_url: string;
  own: boolean;
  width: number;
  height: number;
}

export interface Counted {
  at: string;
  line: string;
  people_in: number;
  people_out: number;
  kind: string;
  flag: "jump" | "crowd" | "ahead" | "unplaced" | null;
}

export interface Counts {
  counts: Counted[];
  gaps: { stream: string; first: number; last: number; from_at: string; until_at: string }[];
  blind: { why: string; from_at: string; until_at: string | null }[];
  occupancy: { zone: string; at: string; people: number }[];
}
