export { create } from "../../panel/heatmap/page.ts";
