export { figure, pictures } from "../../panel/heatmap/pictures.ts";
