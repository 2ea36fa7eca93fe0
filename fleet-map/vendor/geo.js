export { geoDistance, geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
export { feature } from "topojson-client";
