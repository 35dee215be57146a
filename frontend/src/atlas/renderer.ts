/** Draws the atlas with WebGL2. Everything it holds can be made again after the graphics card lost it. */
import { type Pieces, TIE_FLOATS } from "./arcs.ts";
import type { Land } from "./land.ts";
import type { Projector } from "./projection.ts";
import { ARCS, CHUNK, LAND, LINES, POINTS, SEA_FLAT, SEA_GLOBE } from "./shaders.ts";
import { placeAlpha, strokeOf, USUAL_RADIUS } from "./stroke.ts";

export type Colour = [number, number, number];

export interface Palette {
  dark: boolean;
  paper: Colour;
  sea: Colour;
  seaEdge: Colour;
  land: Colour;
  coast: Colour;
  border: Colour;
  graticule: Colour;
  place: Colour;
  disputed: Colour;
  /** By standing. */
  standings: Colour[];
}

export interface Look {
  projector: Projector;
  palette: Palette;
  pixel: number;
  /** 0 to 1: how far the arcs have grown. */
  grow: number;
  ties: number;
  /** Which part of the ties to draw; less than 1 only while the view moves on a slow machine. */
  part: number;
}

interface Program {
  program: WebGLProgram;
  uniform: (name: string) => WebGLUniformLocation | null;
  attribute: (name: string) => number;
}

const TEXTURE_WIDTH = 2048;
const TIES_PER_ROW = TEXTURE_WIDTH / (TIE_FLOATS / 4);
/** Corners of a rectangle, and the order in which its two triangles use them. */
const CORNERS = 4;
const TRIANGLES = [0, 1, 2, 2, 1, 3];
const FLAT_STEPS = 48;

export class Renderer {
  private readonly gl: WebGL2RenderingContext;
  private readonly programs: Record<
    "globe" | "flat" | "land" | "lines" | "arcs" | "points",
    Program
  >;
  private readonly vaos: Record<
    "globe" | "flat" | "land" | "lines" | "arcs" | "points",
    WebGLVertexArrayObject
  >;
  private readonly pieceTexture: WebGLTexture;
  private pieceRows = 0;
  private readonly degreeBuffer: WebGLBuffer;
  private landCorners = 0;
  private lineCount = 0;
  private placeCount = 0;
  private flatCorners = 0;
  private pieces: Pieces = { list: new Uint32Array(0), count: 0, special: 0 };

  /** Throws where WebGL2 is missing. */
  constructor(readonly canvas: HTMLCanvasElement) {
    const gl = canvas.getContext("webgl2", {
      alpha: false,
      antialias: false,
      depth: false,
      powerPreference: "high-performance",
    });
    if (!gl) throw new Error("WebGL2 is missing.");
    this.gl = gl;
    this.programs = {
      globe: this.compile(SEA_GLOBE),
      flat: this.compile(SEA_FLAT),
      land: this.compile(LAND),
      lines: this.compile(LINES),
      arcs: this.compile(ARCS),
      points: this.compile(POINTS),
    };
    const vao = () => gl.createVertexArray() as WebGLVertexArrayObject;
    this.vaos = {
      globe: vao(),
      flat: vao(),
      land: vao(),
      lines: vao(),
      arcs: vao(),
      points: vao(),
    };
    this.pieceTexture = gl.createTexture();
    this.degreeBuffer = gl.createBuffer();
    this.makeSea();
  }

  private compile(source: { vertex: string; fragment: string }): Program {
    const { gl } = this;
    const program = gl.createProgram();
    for (const [type, text] of [
      [gl.VERTEX_SHADER, source.vertex],
      [gl.FRAGMENT_SHADER, source.fragment],
    ] as const) {
      const shader = gl.createShader(type) as WebGLShader;
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost())
        throw new Error(gl.getShaderInfoLog(shader) ?? "A shader does not compile.");
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
      throw new Error(gl.getProgramInfoLog(program) ?? "A program does not link.");
    const uniforms = new Map<string, WebGLUniformLocation | null>();
    return {
      program,
      uniform: (name) => {
        if (!uniforms.has(name)) uniforms.set(name, gl.getUniformLocation(program, name));
        return uniforms.get(name) ?? null;
      },
      attribute: (name) => gl.getAttribLocation(program, name),
    };
  }

  private buffer(data: Float32Array): WebGLBuffer {
    const { gl } = this;
    const buffer = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    return buffer;
  }

  /** Binds floats of a buffer to an attribute: `size` of them, `offset` and `stride` in floats. */
  private floats(
    program: Program,
    name: string,
    buffer: WebGLBuffer,
    size: number,
    stride = 0,
    offset = 0,
  ): void {
    const { gl } = this;
    const index = program.attribute(name);
    if (index < 0) return;
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.enableVertexAttribArray(index);
    gl.vertexAttribPointer(index, size, gl.FLOAT, false, 4 * stride, 4 * offset);
  }

  private makeSea(): void {
    const { gl, programs, vaos } = this;
    gl.bindVertexArray(vaos.globe);
    this.floats(
      programs.globe,
      "corner",
      this.buffer(Float32Array.of(-1, -1, 1, -1, -1, 1, 1, 1)),
      2,
    );
    const corners: number[] = [];
    for (let row = 0; row < FLAT_STEPS; row++) {
      for (let column = 0; column <= FLAT_STEPS; column++) {
        const x = (2 * column) / FLAT_STEPS - 1;
        corners.push(x, (2 * row) / FLAT_STEPS - 1, x, (2 * (row + 1)) / FLAT_STEPS - 1);
      }
      // Two corners without area lead over to the next row.
      const y = (2 * (row + 1)) / FLAT_STEPS - 1;
      corners.push(1, y, -1, y);
    }
    this.flatCorners = corners.length / 2;
    gl.bindVertexArray(vaos.flat);
    this.floats(programs.flat, "corner", this.buffer(Float32Array.from(corners)), 2);
    gl.bindVertexArray(null);
  }

  /** Hands over the land. */
  setLand(land: Land): void {
    const { gl, programs, vaos } = this;
    gl.bindVertexArray(vaos.land);
    this.floats(programs.land, "corner", this.buffer(land.triangles), 3);
    this.landCorners = land.triangles.length / 3;
    gl.bindVertexArray(vaos.lines);
    this.lineCount = land.lines.length / 5;
    const corners = new Float32Array(land.lines.length * CORNERS);
    for (let line = 0; line < this.lineCount; line++)
      for (let corner = 0; corner < CORNERS; corner++)
        corners.set(land.lines.subarray(5 * line, 5 * line + 5), 5 * (CORNERS * line + corner));
    const lines = this.buffer(corners);
    this.floats(programs.lines, "ends", lines, 4, 5);
    this.floats(programs.lines, "kind", lines, 1, 5, 4);
    this.rectangles(this.lineCount);
    gl.bindVertexArray(null);
  }

  /** Hands over the places and the great circles of all ties. */
  setTies(vectors: Float32Array, arcs: Float32Array): void {
    const { gl, programs, vaos } = this;
    this.placeCount = vectors.length / 3;
    gl.bindVertexArray(vaos.points);
    this.floats(programs.points, "position", this.buffer(vectors), 3);
    this.floats(programs.points, "degree", this.degreeBuffer, 1);
    gl.bindVertexArray(vaos.arcs);
    this.rectangles(CHUNK);
    gl.bindVertexArray(null);
    const rows = Math.max(1, Math.ceil(arcs.length / TIE_FLOATS / TIES_PER_ROW));
    if (rows > gl.getParameter(gl.MAX_TEXTURE_SIZE))
      throw new Error("Too many ties for this graphics card.");
    const texels = new Float32Array(rows * TEXTURE_WIDTH * 4);
    texels.set(arcs);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, TEXTURE_WIDTH, rows, 0, gl.RGBA, gl.FLOAT, texels);
  }

  private bindTexture(unit: number, texture: WebGLTexture): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  }

  /** Gives the bound vertex array the indexes of that many rectangles. */
  private rectangles(count: number): void {
    const { gl } = this;
    const indexes = new Uint32Array(TRIANGLES.length * count);
    for (let i = 0; i < indexes.length; i++)
      indexes[i] = CORNERS * Math.floor(i / TRIANGLES.length) + TRIANGLES[i % TRIANGLES.length];
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, indexes, gl.STATIC_DRAW);
  }

  /** Hands over what is shown. */
  setShown(pieces: Pieces, degree: Uint16Array): void {
    const { gl } = this;
    this.pieces = pieces;
    this.bindTexture(1, this.pieceTexture);
    const rows = pieces.list.length / (2 * TEXTURE_WIDTH);
    const [format, type] = [gl.RG_INTEGER, gl.UNSIGNED_INT];
    if (rows > this.pieceRows) {
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RG32UI, TEXTURE_WIDTH, rows, 0, format, type, pieces.list);
      this.pieceRows = rows;
    } else {
      const used = Math.ceil(pieces.count / TEXTURE_WIDTH);
      if (used)
        gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, TEXTURE_WIDTH, used, format, type, pieces.list);
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, this.degreeBuffer);
    gl.bufferData(gl.ARRAY_BUFFER, Float32Array.from(degree), gl.DYNAMIC_DRAW);
  }

  /** Draws one picture. */
  draw(look: Look): void {
    const { gl } = this;
    const { palette, projector } = look;
    const { morph } = projector.camera;
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    gl.clearColor(...palette.paper, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    if (morph < 1) {
      this.use("globe", look);
      this.colours(this.programs.globe, {
        uSea: palette.sea,
        uEdge: palette.seaEdge,
        uPaper: palette.paper,
      });
      gl.uniform1f(this.programs.globe.uniform("uGlow"), palette.dark ? 0.55 : 0.12);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    }
    if (morph > 0) {
      this.use("flat", look);
      this.colours(this.programs.flat, { uSea: palette.sea });
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, this.flatCorners);
    }
    this.drawLand(look);
    this.drawArcs(look);
    this.drawPoints(look);
  }

  private use(name: keyof Renderer["programs"], look: Look): Program {
    const { gl } = this;
    const program = this.programs[name];
    const { projector, pixel } = look;
    gl.useProgram(program.program);
    gl.bindVertexArray(this.vaos[name]);
    const { sinLng, cosLng, sinLat, cosLat, radius, scale, flatCentre, camera } = projector;
    gl.uniform4f(program.uniform("uTurn"), sinLng, cosLng, sinLat, cosLat);
    gl.uniform4f(
      program.uniform("uScale"),
      radius * pixel,
      scale * pixel,
      camera.morph,
      flatCentre,
    );
    gl.uniform2f(program.uniform("uHalf"), (camera.width * pixel) / 2, (camera.height * pixel) / 2);
    gl.uniform1f(program.uniform("uPixel"), pixel);
    return program;
  }

  private colours(program: Program, colours: Record<string, Colour>): void {
    for (const [name, colour] of Object.entries(colours))
      this.gl.uniform3f(program.uniform(name), ...colour);
  }

  private drawLand(look: Look): void {
    const { gl } = this;
    const { palette, projector } = look;
    // On the flat map, what crosses the map's edge is drawn a second time at the other edge.
    const copies = projector.camera.morph > 0 ? [0, 1] : [0];
    const land = this.use("land", look);
    this.colours(land, { uLand: palette.land });
    for (const copy of copies) {
      gl.uniform1f(land.uniform("uCopy"), copy);
      gl.drawArrays(gl.TRIANGLES, 0, this.landCorners);
    }
    const lines = this.use("lines", look);
    this.colours(lines, {
      uCoast: palette.coast,
      uBorder: palette.border,
      uGraticule: palette.graticule,
    });
    gl.uniform4f(lines.uniform("uWidths"), 0.9, 0.8, 0.7, 0);
    for (const copy of copies) {
      gl.uniform1f(lines.uniform("uCopy"), copy);
      gl.drawElements(gl.TRIANGLES, TRIANGLES.length * this.lineCount, gl.UNSIGNED_INT, 0);
    }
  }

  private drawArcs(look: Look): void {
    const { gl, pieces } = this;
    const skipped = Math.floor(pieces.special * (1 - look.part));
    const count = pieces.count - skipped;
    if (!count) return;
    const arcs = this.use("arcs", look);
    const { palette, projector } = look;
    gl.uniform1i(arcs.uniform("uArcs"), 0);
    gl.uniform1i(arcs.uniform("uPieces"), 1);
    gl.uniform1i(arcs.uniform("uFirst"), skipped);
    gl.uniform1i(arcs.uniform("uCount"), count);
    gl.uniform1f(arcs.uniform("uGrow"), look.grow);
    const { width, alpha } = strokeOf(look.ties, projector.radius, palette.dark);
    gl.uniform1f(arcs.uniform("uWidth"), width);
    gl.uniform1f(arcs.uniform("uAlpha"), Math.min(0.95, alpha / Math.sqrt(look.part)));
    gl.uniform1f(arcs.uniform("uCover"), palette.dark ? 0.75 : 1);
    gl.uniform3fv(arcs.uniform("uColours"), palette.standings.flat());
    this.colours(arcs, { uDisputed: palette.disputed });
    const indexes = TRIANGLES.length * CHUNK;
    gl.drawElementsInstanced(gl.TRIANGLES, indexes, gl.UNSIGNED_INT, 0, Math.ceil(count / CHUNK));
  }

  private drawPoints(look: Look): void {
    const { gl } = this;
    const points = this.use("points", look);
    const { palette, projector, ties } = look;
    this.colours(points, { uPlace: palette.place, uRing: palette.land });
    const fewer = ties < 1500 ? 1.9 : 1;
    gl.uniform1f(
      points.uniform("uZoom"),
      fewer * Math.max(0.6, Math.min(3, (projector.radius / USUAL_RADIUS) ** 0.3)),
    );
    gl.uniform1f(points.uniform("uAlpha"), placeAlpha(ties, projector.radius));
    gl.uniform1f(points.uniform("uGrow"), look.grow);
    gl.drawArrays(gl.POINTS, 0, this.placeCount);
  }
}
