// Things to send that nobody has at hand: a short sound, drawn photos and stickers.

const RATE = 16000;

// A soft phrase of four rising and falling tones, as a WAV file.
export function sampleVoice() {
  const tones = [
    [196, 0.42],
    [247, 0.36],
    [220, 0.5],
    [165, 0.62],
  ];
  const samples = tones.flatMap(([pitch, seconds]) => tone(pitch, seconds));
  return { blob: wav(samples), name: "voice.wav", duration: Math.round(samples.length / RATE) };
}

function tone(pitch, seconds) {
  const count = Math.floor(RATE * seconds);
  return Array.from({ length: count }, (_, i) => {
    const at = i / RATE;
    const swell = Math.sin((Math.PI * i) / count) ** 2;
    const sung = pitch * (1 + 0.012 * Math.sin(2 * Math.PI * 5 * at));
    const wave = (n) => Math.sin(2 * Math.PI * sung * n * at) / n ** 1.4;
    return 0.32 * swell * (wave(1) + wave(2) + wave(3) + wave(5));
  });
}

function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const word = (at, text) => [...text].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((s, i) => view.setInt16(44 + i * 2, Math.max(-1, Math.min(1, s)) * 32767, true));
  return new Blob([view.buffer], { type: "audio/wav" });
}

function canvas(width, height) {
  const board = document.createElement("canvas");
  board.width = width;
  board.height = height;
  return [board, board.getContext("2d")];
}

const toBlob = (board) => new Promise((done) => board.toBlob(done, "image/png"));

// A hotel room by evening light; the second one shows the ashtray on its table.
export async function samplePhoto(closer = false) {
  const [board, pen] = canvas(960, 640);
  if (closer) {
    pen.translate(-900, -620);
    pen.scale(2, 2);
  }
  room(pen);
  bed(pen);
  tableWithAshtray(pen);
  return { blob: await toBlob(board), name: closer ? "table.png" : "room.png" };
}

function block(pen, colour, x, y, width, height, round = 0) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.roundRect(x, y, width, height, round);
  pen.fill();
}

function room(pen) {
  const wall = pen.createLinearGradient(0, 0, 0, 460);
  wall.addColorStop(0, "#d9c4a6");
  wall.addColorStop(1, "#ecdcc3");
  block(pen, wall, 0, 0, 960, 460);
  block(pen, "#8d6a4c", 0, 460, 960, 180);
  block(pen, "#7a5a40", 0, 452, 960, 12);
  block(pen, "#6f7f92", 580, 70, 260, 250, 6);
  const dusk = pen.createLinearGradient(0, 70, 0, 320);
  dusk.addColorStop(0, "#3d4f73");
  dusk.addColorStop(1, "#e2a27b");
  block(pen, dusk, 592, 82, 236, 226);
  block(pen, "#f3e9da", 706, 82, 8, 226);
  block(pen, "#b8603c", 548, 56, 54, 300, 10);
  block(pen, "#b8603c", 820, 56, 54, 300, 10);
}

function bed(pen) {
  block(pen, "#5b4332", 60, 230, 34, 290, 12);
  block(pen, "#f7f2ea", 86, 330, 430, 130, 22);
  block(pen, "#ffffff", 104, 296, 150, 62, 26);
  block(pen, "#3f6f6a", 300, 326, 226, 144, 20);
  block(pen, "#4b3627", 86, 450, 440, 50, 10);
}

function tableWithAshtray(pen) {
  block(pen, "#4b3627", 612, 432, 250, 18, 8);
  block(pen, "#4b3627", 640, 448, 14, 120);
  block(pen, "#4b3627", 820, 448, 14, 120);
  block(pen, "#c9ced1", 700, 414, 84, 20, 10);
  block(pen, "#f4efe6", 740, 404, 50, 8, 4);
  block(pen, "#c2562d", 784, 404, 8, 8, 4);
  pen.strokeStyle = "rgba(250,250,250,0.6)";
  pen.lineWidth = 5;
  pen.beginPath();
  pen.moveTo(788, 398);
  pen.bezierCurveTo(760, 350, 816, 320, 784, 262);
  pen.stroke();
}

// One round face, four moods.
export const STICKERS = [
  { key: "stickerGlad", emoji: "😊", skin: "#f2c46d", brow: 0, mouth: 26 },
  { key: "stickerSad", emoji: "😢", skin: "#9fc0cf", brow: 8, mouth: -20 },
  { key: "stickerCross", emoji: "😠", skin: "#e08a6a", brow: -14, mouth: -14 },
  { key: "stickerThanks", emoji: "🙏", skin: "#b9cf9f", brow: 2, mouth: 18, heart: true },
];

export function drawSticker(sticker, size) {
  const [board, pen] = canvas(size, size);
  pen.scale(size / 200, size / 200);
  pen.fillStyle = "#ffffff";
  circle(pen, 100, 100, 92);
  pen.fillStyle = sticker.skin;
  circle(pen, 100, 100, 84);
  face(pen, sticker);
  return board;
}

function circle(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, Math.PI * 2);
  pen.fill();
}

function face(pen, { brow, mouth, heart }) {
  pen.fillStyle = "#3a2c22";
  circle(pen, 72, 92, 8);
  circle(pen, 128, 92, 8);
  pen.strokeStyle = "#3a2c22";
  pen.lineWidth = 7;
  pen.lineCap = "round";
  line(pen, 58, 70 - brow / 2, 84, 70 - brow / 2 - brow * -1);
  line(pen, 142, 70 - brow / 2, 116, 70 - brow / 2 - brow * -1);
  pen.beginPath();
  pen.moveTo(70, 128 - mouth / 3);
  pen.quadraticCurveTo(100, 128 + mouth, 130, 128 - mouth / 3);
  pen.stroke();
  if (!heart) return;
  pen.fillStyle = "#c2562d";
  pen.beginPath();
  pen.moveTo(150, 176);
  pen.bezierCurveTo(112, 150, 132, 122, 150, 142);
  pen.bezierCurveTo(168, 122, 188, 150, 150, 176);
  pen.fill();
}

function line(pen, x1, y1, x2, y2) {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}

export async function sampleSticker(sticker) {
  return {
    blob: await toBlob(drawSticker(sticker, 320)),
    name: "sticker.png",
    emoji: sticker.emoji,
  };
}
