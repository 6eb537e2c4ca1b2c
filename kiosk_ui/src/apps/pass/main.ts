import "./live-pass";
