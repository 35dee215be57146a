/** The programs of the graphics card. Projection as in projection.ts. */

/** Pieces of arcs per instance. */
export const CHUNK = 256;

const HEAD = `#version 300 es
precision highp float;
precision highp int;
`;

const PROJECT = `
uniform vec4 uTurn;    // sine and cosine of the camera's longitude, of its latitude
uniform vec4 uScale;   // radius of the globe, scale of the flat map, morph, height of the flat map's centre
uniform vec2 uHalf;    // half the screen, in pixels
uniform float uPixel;  // pixels per CSS pixel
const float PI = 3.14159265;

vec3 turn(vec3 p) {
  float toward = p.x * uTurn.y + p.y * uTurn.x;
  float right = p.y * uTurn.y - p.x * uTurn.x;
  return vec3(right, p.z * uTurn.w - toward * uTurn.z, p.z * uTurn.z + toward * uTurn.w);
}
float relativeLng(vec3 p) {
  return atan(p.y * uTurn.y - p.x * uTurn.x, p.x * uTurn.y + p.y * uTurn.x);
}
vec2 flatten(float lng, float lat) {
  float a = lat * lat, b = a * a;
  float x = 0.8707 - 0.131979 * a + b * (-0.013791 + b * (0.003971 * a - 0.001529 * b));
  float y = lat * (1.007226 + a * (0.015085 + b * (-0.044475 + 0.028874 * a - 0.005916 * b)));
  return vec2(lng * x, y - uScale.w) * uScale.y;
}
vec3 onSphere(vec2 degrees) {
  vec2 r = radians(degrees);
  return vec3(cos(r.y) * cos(r.x), cos(r.y) * sin(r.x), sin(r.y));
}
// In pixels from the middle; z: how visible.
vec3 blend(vec3 turned, vec2 flatPixels) {
  float m = uScale.z;
  float outside = length(turned.xy);
  float seen = turned.z >= 0.0 ? 1.0 : smoothstep(0.995, 1.02, outside);
  return vec3(mix(turned.xy * uScale.x, flatPixels, m), mix(seen, 1.0, m));
}
vec4 toClip(vec2 pixels) { return vec4(pixels / uHalf, 0.0, 1.0); }
`;

/** The sea of the globe: a disc with an edge, lit a little from above. */
export const SEA_GLOBE = {
  vertex: `${HEAD}${PROJECT}
in vec2 corner;
out vec2 at;
void main() {
  at = corner * 1.12;
  gl_Position = toClip(at * uScale.x);
}`,
  fragment: `${HEAD}
uniform vec4 uScale;
uniform float uPixel;
uniform vec3 uSea, uEdge, uPaper;
uniform float uGlow;
in vec2 at;
out vec4 colour;
void main() {
  float r = length(at);
  float pixels = (r - 1.0) * uScale.x;
  float depth = sqrt(max(0.0, 1.0 - r * r));
  vec3 sea = mix(uSea, uEdge, 0.32 * pow(1.0 - depth, 2.6));
  sea = mix(sea, vec3(1.0), 0.05 * clamp(dot(normalize(vec3(at, depth + 0.001)), normalize(vec3(-0.5, 0.7, 0.6))), 0.0, 1.0));
  float inside = clamp(0.5 - pixels, 0.0, 1.0);
  float rim = clamp(1.4 * uPixel - abs(pixels), 0.0, 1.0) * 0.8;
  float halo = uGlow * exp(-max(0.0, pixels) / (uScale.x * 0.035)) * (1.0 - inside);
  vec3 mixed = mix(mix(uPaper, uEdge, halo), sea, inside);
  mixed = mix(mixed, uEdge, rim);
  colour = vec4(mixed, 1.0) * (1.0 - smoothstep(0.0, 0.6, uScale.z));
}`,
};

/** The sea of the flat map: a mesh from edge to edge of the map. */
export const SEA_FLAT = {
  vertex: `${HEAD}${PROJECT}
in vec2 corner;
void main() {
  vec2 r = corner * vec2(PI, PI * 0.5);
  vec3 p = vec3(cos(r.y) * cos(r.x), cos(r.y) * sin(r.x), sin(r.y));
  // The mesh turns with the camera: it is always the whole map.
  vec3 turned = vec3(p.y, p.z * uTurn.w - p.x * uTurn.z, p.z * uTurn.z + p.x * uTurn.w);
  gl_Position = toClip(blend(turned, flatten(r.x, r.y)).xy);
}`,
  fragment: `${HEAD}
uniform vec4 uScale;
uniform vec3 uSea;
out vec4 colour;
void main() { colour = vec4(uSea, 1.0) * smoothstep(0.25, 1.0, uScale.z); }`,
};

export const LAND = {
  vertex: `${HEAD}${PROJECT}
in vec3 corner; // longitude, latitude, longitude of the triangle's middle
uniform float uCopy;
out float lng;
out float seen;
void main() {
  vec3 p = onSphere(corner.xy);
  float middle = relativeLng(onSphere(vec2(corner.z, 0.0)));
  lng = middle + radians(corner.x - corner.z);
  lng -= uCopy * sign(middle) * 2.0 * PI;
  vec3 turned = turn(p);
  seen = mix(turned.z, 1.0, step(0.001, uScale.z));
  gl_Position = toClip(blend(turned, flatten(lng, radians(corner.y))).xy);
}`,
  fragment: `${HEAD}
uniform vec4 uScale;
uniform vec3 uLand;
in float lng;
in float seen;
out vec4 colour;
void main() {
  if (seen < 0.0 || (uScale.z > 0.0 && abs(lng) > 3.1416)) discard;
  colour = vec4(uLand, 1.0);
}`,
};

/** Coasts, borders and the net of degrees: each piece a thin rectangle of four corners. */
export const LINES = {
  vertex: `${HEAD}${PROJECT}
in vec4 ends;
in float kind;
uniform float uCopy;
uniform vec4 uWidths; // of coast, border, graticule
out float side;
out float half_;
out float lng;
out float seen;
flat out int which;
void main() {
  vec2 corner = vec2((gl_VertexID >> 1) & 1, 2 * (gl_VertexID & 1) - 1);
  vec3 a = onSphere(ends.xy), b = onSphere(ends.zw);
  float lngA = relativeLng(a);
  float lngB = lngA + radians(ends.z - ends.x);
  float shift = -uCopy * sign(lngA) * 2.0 * PI;
  vec3 pa = blend(turn(a), flatten(lngA + shift, radians(ends.y)));
  vec3 pb = blend(turn(b), flatten(lngB + shift, radians(ends.w)));
  vec2 along = pb.xy - pa.xy;
  vec2 normal = normalize(vec2(-along.y, along.x) + 1e-6);
  which = int(kind);
  half_ = 0.5 * uPixel * (which == 0 ? uWidths.x : which == 1 ? uWidths.y : uWidths.z);
  side = corner.y * (half_ + 0.7);
  lng = mix(lngA, lngB, corner.x) + shift;
  seen = min(pa.z, pb.z);
  gl_Position = toClip(mix(pa.xy, pb.xy, corner.x) + normal * side);
}`,
  fragment: `${HEAD}
uniform vec4 uScale;
uniform vec3 uCoast, uBorder, uGraticule;
in float side;
in float half_;
in float lng;
in float seen;
flat in int which;
out vec4 colour;
void main() {
  if (uScale.z > 0.0 && abs(lng) > 3.1416) discard;
  float a = clamp(half_ + 0.5 - abs(side), 0.0, 1.0) * min(1.0, half_ * 2.0) * seen;
  colour = vec4(which == 0 ? uCoast : which == 1 ? uBorder : uGraticule, 1.0) * a;
}`,
};

/**
 * All ties, in one instanced draw. A piece is a straight part of an arc, with four corners; an instance is a CHUNK of
 * pieces, since graphics cards (and even more so software in their place) are slow at many tiny instances. Which piece
 * belongs to which tie comes from one texture, the great circle of the tie from another. A piece's ends use the true
 * tangent of the curve, so that neighbours meet without a gap or an overlap.
 */
export const ARCS = {
  vertex: `${HEAD}${PROJECT}
uniform highp sampler2D uArcs;
uniform highp usampler2D uPieces;
uniform int uFirst;
uniform int uCount;
uniform float uGrow;
uniform float uWidth;
uniform float uAlpha;
uniform vec3 uColours[5];
uniform vec3 uDisputed;
out float side;
out float half_;
out float travelled;
out float lng;
out vec4 tint;
flat out int standing;

vec4 A, C;
// The point of the arc at t, raised above the globe, and the direction in which it goes on.
vec3 pointAt(float t, out vec3 direction) {
  float rise = 0.064 * A.w * A.w; // 4 times the greatest height; see lift() in arcs.ts
  float height = 1.0 + rise * t * (1.0 - t);
  float s = sin(A.w * t), c = cos(A.w * t);
  vec3 ground = A.xyz * c + C.xyz * s;
  direction = (C.xyz * c - A.xyz * s) * (A.w * height) + ground * (rise * (1.0 - 2.0 * t));
  return ground * height;
}
vec2 flatPoint(vec3 p, float reference, out float relative) {
  vec3 n = normalize(p);
  relative = relativeLng(n);
  relative += 2.0 * PI * round((reference - relative) / (2.0 * PI));
  return flatten(relative, asin(clamp(n.z, -1.0, 1.0)));
}
void main() {
  gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  int number = gl_InstanceID * ${CHUNK} + (gl_VertexID >> 2);
  if (number >= uCount) return;
  number += uFirst;
  uvec2 piece = texelFetch(uPieces, ivec2(number & 2047, number >> 11), 0).xy;
  int tie = int(piece.x);
  uint rest = piece.y;
  float index = float(rest & 255u), count = float((rest >> 8) & 255u);
  standing = int((rest >> 16) & 15u);
  bool disputed = ((rest >> 20) & 1u) == 1u;
  ivec2 cell = ivec2((tie & 1023) * 2, tie >> 10);
  A = texelFetch(uArcs, cell, 0);
  C = texelFetch(uArcs, cell + ivec2(1, 0), 0);

  float grown = clamp((uGrow - C.w * 0.45) / 0.55, 0.0, 1.0);
  grown = grown * grown * (3.0 - 2.0 * grown);
  if (grown <= index / count) return;
  vec2 corner = vec2((gl_VertexID >> 1) & 1, 2 * (gl_VertexID & 1) - 1);
  float t = min((index + corner.x) / count, grown);

  vec3 direction;
  vec3 p = pointAt(t, direction);
  vec3 turned = turn(p);
  vec2 along = turn(direction).xy * uScale.x;
  vec2 flatHere = vec2(0.0);
  lng = 0.0;
  if (uScale.z > 0.0) {
    vec3 unusedDirection;
    float unused;
    float reference = relativeLng(pointAt((index + 0.5) / count, unusedDirection));
    flatHere = flatPoint(p, reference, lng);
    vec2 flatThere = flatPoint(p + direction * 0.004, reference, unused);
    along = mix(along, (flatThere - flatHere) * 250.0, uScale.z);
  }
  vec3 here = blend(turned, flatHere);
  vec2 normal = vec2(-along.y, along.x) / max(length(along), 1e-4);

  float width = uWidth;
  float alpha = uAlpha;
  if (standing == 1) { width *= 0.62; alpha = max(alpha, 0.7); }
  if (standing == 3) { width = max(width * 1.15, 1.5); alpha = max(alpha, 0.9); }
  if (standing == 4 || standing == 0) { width = max(width, 1.4); alpha = max(alpha, 0.75); }
  if (disputed) { width += 0.4; alpha = max(alpha, 0.95); }
  half_ = 0.5 * width * uPixel;
  side = corner.y * (half_ + 0.7);
  travelled = A.w * t * mix(uScale.x, uScale.y, uScale.z) / uPixel;
  tint = vec4(disputed ? uDisputed : uColours[standing], alpha * here.z * min(1.0, half_ * 2.0));
  gl_Position = toClip(here.xy + normal * side);
}`,
  fragment: `${HEAD}
uniform vec4 uScale;
uniform float uCover; // 1: paint over; less: shine through one another
in float side;
in float half_;
in float travelled;
in float lng;
in vec4 tint;
flat in int standing;
out vec4 colour;
void main() {
  if (uScale.z > 0.0 && abs(lng) > 3.1416) discard;
  float a = tint.a * clamp(half_ + 0.5 - abs(side), 0.0, 1.0);
  if (standing == 3) a *= smoothstep(0.0, 0.8, abs(mod(travelled, 11.0) - 5.5) - 2.0);
  if (standing == 4 || standing == 0) a *= smoothstep(0.0, 0.6, 1.3 - abs(mod(travelled, 6.0) - 3.0));
  if (a < 0.003) discard;
  colour = vec4(tint.rgb * a, a * uCover);
}`,
};

/** Places: discs as large as their number of ties. */
export const POINTS = {
  vertex: `${HEAD}${PROJECT}
in vec3 position;
in float degree;
uniform float uGrow;
uniform float uZoom;
out float radius;
out float seen;
void main() {
  gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = 1.0;
  if (degree < 0.5) return;
  vec3 turned = turn(position);
  vec2 flatPixels = vec2(0.0);
  if (uScale.z > 0.0) flatPixels = flatten(relativeLng(position), asin(clamp(position.z, -1.0, 1.0)));
  vec3 at = blend(turned, flatPixels);
  seen = at.z;
  if (seen <= 0.0) return;
  radius = uPixel * min(13.0, (0.35 + 0.3 * sqrt(degree)) * uZoom) * smoothstep(0.0, 0.3, uGrow);
  seen *= mix(0.45, 1.0, smoothstep(0.8, 2.6, radius / uPixel));
  gl_PointSize = 2.0 * radius + 2.0;
  gl_Position = toClip(at.xy);
}`,
  fragment: `${HEAD}
uniform vec3 uPlace, uRing;
uniform float uAlpha;
in float radius;
in float seen;
out vec4 colour;
void main() {
  float r = length(gl_PointCoord - 0.5) * (2.0 * radius + 2.0);
  float a = clamp(radius + 0.5 - r, 0.0, 1.0) * uAlpha * seen;
  float ring = radius > 3.5 ? smoothstep(-1.6, -0.8, r - radius) : 0.0;
  colour = vec4(mix(uPlace, uRing, ring * 0.8), 1.0) * a;
}`,
};
