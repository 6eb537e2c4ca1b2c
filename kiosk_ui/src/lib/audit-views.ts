/** The audit log, as the server tells it. */

export interface AuditParty {
  id: string;
  kind: "associate" | "client" | "guest" | "event" | "device" | "paired" | "basket" | "address" | "other";
  /** Today's; empty where the id is nobody's any more. */
  name: string;
}

export interface AuditLine {
  position: number;
  at: string;
  who: AuditParty;
  what: string;
  whom: AuditParty[];
}

export interface AuditPage {
  lines: AuditLine[];
  before: number | null;
  kinds: string[];
}

export interface AuditCheck {
  whole: boolean;
  broken_at: number | null;
}
