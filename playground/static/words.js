// Every word of the page's own, in both languages, and how it writes times.

const WORDS = {
  name: ["回音", "Huiyin"],
  title: ["回音 · 演示", "Huiyin · demo"],
  demo: ["演示数据", "Demo"],
  demoWhy: [
    "这里的客户、同事和数字都是编出来的演示数据",
    "The customers, colleagues and figures here are made up",
  ],
  customer: ["客户", "Customer"],
  staff: ["员工群", "Staff group"],
  supervisor: ["主管", "Supervisor"],
  paneCustomer: ["客户与回音的私聊", "Customer and Huiyin, in private"],
  paneStaff: ["员工群聊", "The staff group"],
  paneSupervisor: ["主管与回音的私聊", "Supervisor and Huiyin, in private"],
  roleCustomer: ["客户", "customer"],
  roleStaff: ["员工", "staff"],
  roleSupervisor: ["主管", "supervisor"],
  roleOwner: ["负责人", "owner"],
  actAs: ["以谁的身份", "Acting as"],
  members: ["{n} 人", "{n} members"],
  botOn: ["在线", "online"],
  botOff: ["机器人断电中，消息会先留着", "the bot is off; messages wait for it"],
  withBot: ["与{bot}的私聊", "private chat with {bot}"],
  typing: ["正在输入…", "typing…"],
  input: ["写消息…", "Write a message…"],
  inputCustomer: ["有什么想说的，直接写…", "Say it in your own words…"],
  inputGroup: ["以 {name} 的身份发言…", "Write as {name}…"],
  send: ["发送", "Send"],
  save: ["保存修改", "Save"],
  attach: ["发照片、语音、文件…", "Attach"],
  commands: ["命令", "Commands"],
  noCommands: ["还没有命令", "No commands yet"],
  reply: ["回复", "Reply"],
  react: ["表态", "React"],
  edit: ["修改", "Edit"],
  cancel: ["取消", "Cancel"],
  close: ["关闭", "Close"],
  ok: ["好", "OK"],
  replyTo: ["回复 {name}", "Reply to {name}"],
  editing: ["修改这条消息", "Editing this message"],
  edited: ["已编辑", "edited"],
  earlier: ["之前的版本", "Earlier versions"],
  newMessages: ["{n} 条新消息", "{n} new"],
  toEnd: ["回到最新", "Jump to latest"],
  start: ["开始", "Start"],
  emptyPrivate: [
    "还没有说过话。点“开始”，或直接写。",
    "Nothing here yet. Press Start, or just write.",
  ],
  emptyGroup: ["群里还没有消息。", "No messages in this group yet."],
  noGroup: ["还没有员工群。", "There is no staff group yet."],
  photo: ["照片", "Photo"],
  picture: ["示例照片", "Sample photo"],
  album: ["两张示例照片", "Two sample photos"],
  voice: ["语音", "Voice"],
  document: ["文件", "File"],
  sticker: ["贴纸", "Sticker"],
  location: ["位置", "Location"],
  contact: ["名片", "Contact"],
  audio: ["音频", "Audio"],
  video: ["视频", "Video"],
  other: ["这里显示不了的消息", "A message this page can't show"],
  play: ["播放", "Play"],
  pause: ["暂停", "Pause"],
  noPlay: ["这段声音放不出来", "This sound can't be played"],
  openPhoto: ["看大图", "View larger"],
  download: ["下载 {name}", "Download {name}"],
  forwarded: ["转发自 {name}", "Forwarded from {name}"],
  joined: ["{name} 进了群", "{name} joined"],
  left: ["{name} 离开了群", "{name} left"],
  pinned: ["置顶了一条消息", "pinned a message"],
  created: ["群建好了", "The group was created"],
  migrated: ["群升级了", "The group was upgraded"],
  topicNew: ["新话题：{name}", "New topic: {name}"],
  topicClosed: ["话题已关闭", "Topic closed"],
  topicOpen: ["话题又打开了", "Topic reopened"],
  topicAll: ["全部", "All"],
  topicGeneral: ["综合", "General"],
  you: ["您", "You"],
  someone: ["有人", "Someone"],
  toCard: ["看它变成的卡片 #{n}", "See the card it became, #{n}"],
  toWords: ["← 客户原话", "← customer's words"],
  toWordsWhy: ["看客户原话 #{n}", "See the customer's words, #{n}"],
  legend: ["听出的方面", "What was heard"],
  today: ["今天", "Today"],
  yesterday: ["昨天", "Yesterday"],
  clockWhy: ["演示里的时间（{zone}）", "The demo's time ({zone})"],
  next: ["快进 {span}：{label}", "Forward {span}: {label}"],
  nextNow: ["就现在：{label}", "Now: {label}"],
  nothingNext: ["接下来没有安排", "Nothing is due"],
  upNext: ["接下来", "Up next"],
  plus10: ["+10 分钟", "+10 min"],
  plus60: ["+1 小时", "+1 h"],
  tomorrow: ["明天 9:00", "Tomorrow 9:00"],
  running: ["快进中", "Running"],
  ranTo: ["到了 {at}", "It is now {at}"],
  passed: ["路上发生了 {n} 件事", "{n} things happened on the way"],
  passedNone: ["路上没有事到点", "nothing came due"],
  plug: ["拔电源", "Pull the plug"],
  plugWhy: [
    "用 SIGKILL 杀掉机器人，再启动，看丢了什么、重了什么",
    "Kill the bot with SIGKILL, start it again, see what was lost or doubled",
  ],
  plugging: ["已断电，正在重新启动…", "Power cut. Starting again…"],
  lost: ["丢失", "lost"],
  doubled: ["重复", "doubled"],
  downFor: ["停了 {s} 秒", "down {s} s"],
  whileDown: ["其间收到 {n} 条", "{n} arrived meanwhile"],
  service: ["记录一次服务", "Record a service"],
  serviceWhy: [
    "像门店系统那样，用 HTTP 报告{name}的一次服务结束了",
    "Report over HTTP, as a shop's system does, that a service for {name} has finished",
  ],
  serviceFor: ["记录一次服务 · {name}", "A finished service · {name}"],
  request: ["请求", "Request"],
  response: ["回答", "Answer"],
  openLink: ["以 {name} 的身份打开链接", "Open the link as {name}"],
  qr: ["链接的二维码", "QR code of the link"],
  backstage: ["幕后", "Backstage"],
  backstageWhy: ["机器人叫了什么、出了什么事", "What the bot called and what happened"],
  backstageEmpty: [
    "还没有什么要说的。快进时间、拔电源、记录一次服务，经过都记在这里。",
    "Nothing yet. Running time, pulling the plug and recording a service all leave a line here.",
  ],
  unknown: ["未知方法 {method}", "Unknown method {method}"],
  unknownWhy: [
    "机器人调用了这里没有的方法，已按 Telegram 的方式回绝。",
    "The bot called a method that is not here; it was refused as Telegram would.",
  ],
  notice: ["通知", "Notice"],
  outage: ["停机 1 小时", "1 h outage"],
  outageWhy: ["让机器人离线一小时再回来", "Take the bot away for an hour, then bring it back"],
  outageDone: ["机器人停机一小时后回来了", "The bot is back after an hour away"],
  chats: ["聊天", "Chats"],
  house: ["换成我的店", "Make it my shop"],
  houseWhy: ["换上您的店名和行业，马上重新开张", "Put in your own name and industry, and open anew"],
  houseName: ["店名", "Name"],
  houseNameHint: ["例如：老王面馆", "For example: Wang's Noodles"],
  houseIndustry: ["行业", "Industry"],
  housePlace: ["门店（可不填）", "Place (optional)"],
  housePlaceHint: ["例如：南门店", "For example: South Gate"],
  houseNote: [
    "现在的演示聊天会清掉。酒店带六十天的往事；别的行业从今天开始。",
    "The demo chats of now are cleared. A hotel brings sixty days of history; others start today.",
  ],
  houseGo: ["开张", "Open"],
  houseDone: ["{name} 开张了", "{name} is open"],
  trouble: ["出点毛病", "Make trouble"],
  troubleWhy: [
    "下一次机器人发消息时发生，看它怎么办。",
    "Strikes the bot's next message; watch what it does.",
  ],
  troubleWaiting: ["还在等着发生：{n}", "Waiting to strike: {n}"],
  troubleClear: ["都不要了", "Call off"],
  fault_rate_limited: ["429 太快了", "429 too fast"],
  fault_rate_limited_why: [
    "Telegram 要它等 5 秒；到时候自己再发，一条不丢。",
    "Telegram tells it to wait 5 s; then it sends again, nothing is lost.",
  ],
  fault_reply_lost: ["回执丢了", "Reply lost"],
  fault_reply_lost_why: [
    "消息其实到了，机器人却不知道：回执和答复宁可不重发，上报的提醒会标着“可能重复”再发。",
    "It arrived, but the bot cannot know: replies are not sent twice, escalations are, marked as such.",
  ],
  fault_html_502: ["502 网页", "502 page"],
  fault_html_502_why: [
    "代理回了一张网页：分不清到没到，按“不知道”处理。",
    "A proxy answers with a web page: it may or may not have arrived, and is treated as unknown.",
  ],
  fault_slow: ["慢 5 秒", "5 s slow"],
  fault_slow_why: ["Telegram 慢慢地答；别的聊天照常。", "Telegram takes its time; other chats go on."],
  fault_cut: ["断线", "Cut off"],
  fault_cut_why: ["还没发出就断了：再试一次。", "Cut before anything happened: it tries again."],
  fault_refused: ["拒绝 500", "Refused 500"],
  fault_refused_why: ["Telegram 自己出错：稍后再试。", "Telegram's own error: it tries again later."],
  fault_truncated: ["断在半截", "Cut in the middle"],
  fault_truncated_why: [
    "消息到了，回执只来了半截：按“不知道”处理。",
    "It arrived, half of the answer did not: treated as unknown.",
  ],
  fault_half_open: ["没有回音", "No answer"],
  fault_half_open_why: ["连着，却一直没人答：等到超时。", "Connected, and nobody answers: it waits, then gives up."],
  weatherOff: ["一直有点乱", "Stormy for a while"],
  weatherOn: ["一直有点乱：停", "Stormy: stop"],
  weatherWhy: ["五次调用坏一次，怎么坏看运气。", "One call in five is struck, in ways that chance picks."],
  mishap_mute: ["群里禁言机器人", "Mute the bot in the group"],
  mishap_mute_done: ["机器人在群里说不了话了", "The bot can't write in the group now"],
  mishap_kick: ["把机器人移出群", "Remove the bot from the group"],
  mishap_kick_done: ["机器人不在群里了", "The bot has left the group"],
  mishap_mend: ["请机器人回来", "Bring the bot back"],
  mishap_mend_done: ["机器人回来了，能说话", "The bot is back and can write"],
  fault_block: ["{name}屏蔽机器人", "{name} blocks the bot"],
  fault_blocked: ["{name}已屏蔽机器人，再写一条就解除", "{name} has blocked the bot; writing undoes it"],
  blocked: ["已屏蔽机器人", "has blocked the bot"],
  faultStruck: ["{fault}：{method}", "{fault}: {method}"],
  faultOrdered: ["好，下一条消息会遇上：{fault}", "Done: the next message will meet “{fault}”"],
  hint1: [
    "您现在是客人。点一个例子，或者自己写一句，发出去。",
    "You are the customer. Pick an example or write your own, and send it.",
  ],
  hint2: [
    "它变成员工群里的一张卡片：哪方面、哪几个字、几点前答复。点“我来”接手。",
    "It becomes a card in the staff group: what it is about, which words, by when. Press to take it.",
  ],
  hint3: [
    "没人管会怎样？快进时间，看它一级一级报上去。",
    "What if nobody cares? Run time and watch it go up, level by level.",
  ],
  hint4: [
    "不放心？拔掉机器人的电源，看丢没丢、重没重。",
    "In doubt? Pull the bot's plug, and see what was lost or doubled.",
  ],
  hintNth: ["提示 {n} / 4", "Hint {n} of 4"],
  hintNext: ["下一个", "Next"],
  hintDone: ["知道了", "Got it"],
  hintSkip: ["跳过", "Skip"],
  newCustomer: ["新客户", "New customer"],
  newCustomerName: ["新客户{n}", "Guest {n}"],
  reconnecting: ["重新连接中…", "Reconnecting…"],
  failed: ["没成功：{why}", "That failed: {why}"],
  offline: ["连不上演示程序", "the demo program can't be reached"],
  copied: ["已复制", "Copied"],
  lang: ["切换语言", "Switch language"],
  minutes: ["{n} 分钟", "{n} min"],
  hours: ["{n} 小时", "{n} h"],
  hoursMinutes: ["{h} 小时 {m} 分", "{h} h {m} min"],
  days: ["{n} 天", "{n} d"],
  daysHours: ["{d} 天 {h} 小时", "{d} d {h} h"],
  justSaid: ["{who}：{what}", "{who}: {what}"],
  stickerGlad: ["满意", "Glad"],
  stickerSad: ["难过", "Sad"],
  stickerCross: ["生气", "Cross"],
  stickerThanks: ["谢谢", "Thanks"],
  sampleName: ["演示名片", "Sample contact"],
  unread: ["{n} 条未读", "{n} unread"],
};

const DIMENSIONS = {
  reliability: ["说到做到", "Keeps its word"],
  responsiveness: ["回应及时", "Responsive"],
  assurance: ["专业可信", "Trustworthy"],
  empathy: ["贴心关照", "Caring"],
  tangibles: ["环境设施", "Surroundings"],
  price: ["价格", "Price"],
  other: ["其他", "Other"],
};
export const DIMENSION_KEYS = Object.keys(DIMENSIONS);

const KEPT = "huiyin-lang";
let lang = remembered();
let zone = "Asia/Shanghai";

function remembered() {
  const asked = new URLSearchParams(location.search).get("lang");
  if (asked === "zh" || asked === "en") return asked;
  try {
    return localStorage.getItem(KEPT) === "en" ? "en" : "zh";
  } catch {
    return "zh";
  }
}

export const currentLang = () => lang;
export const currentZone = () => zone;

export function useLang(next) {
  lang = next;
  try {
    localStorage.setItem(KEPT, next);
  } catch {
    // A browser that keeps nothing still switches for this visit.
  }
}

export function useZone(next) {
  if (next) zone = next;
}

export function t(key, values = {}) {
  const pair = WORDS[key];
  if (!pair) return key;
  return pair[lang === "en" ? 1 : 0].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

export function dimensionName(key, label) {
  const pair = DIMENSIONS[key];
  if (pair) return pair[lang === "en" ? 1 : 0];
  return pick(label) || key;
}

// Words that the server sends are a string, or a map of languages.
export function pick(words) {
  if (words === null || words === undefined) return "";
  if (typeof words !== "object") return String(words);
  return String(words[lang] ?? words.zh ?? words.zh_Hans ?? Object.values(words)[0] ?? "");
}

const formats = new Map();

function format(options, at, inZone) {
  const key = `${lang}|${inZone}|${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    const locale = lang === "en" ? "en-GB" : "zh-CN";
    formats.set(
      key,
      new Intl.DateTimeFormat(locale, { ...options, timeZone: inZone, hourCycle: "h23" }),
    );
  }
  return formats.get(key).format(at);
}

export const clockTime = (ms, inZone = zone) =>
  format({ hour: "2-digit", minute: "2-digit" }, ms, inZone);
export const monthDay = (ms, inZone = zone) =>
  format({ month: "long", day: "numeric" }, ms, inZone);
export const weekday = (ms, inZone = zone) => format({ weekday: "short" }, ms, inZone);
export function dateWords(ms, inZone = zone) {
  const words = [monthDay(ms, inZone), weekday(ms, inZone)];
  return (lang === "en" ? words.reverse() : words).join(" ");
}

export const fullTime = (ms, inZone = zone) =>
  format(
    {
      year: "numeric",
      month: "long",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    },
    ms,
    inZone,
  );

export function dayKey(ms, inZone = zone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: inZone }).format(ms);
}

export function dayName(ms, nowMs, inZone = zone) {
  const day = dayKey(ms, inZone);
  const name = dateWords(ms, inZone);
  if (day === dayKey(nowMs, inZone)) return `${t("today")} · ${name}`;
  if (day === dayKey(nowMs - 86400000, inZone)) return `${t("yesterday")} · ${name}`;
  return name;
}

// A due time is named by its clock, and by its day too when that is not today.
export function dueName(ms, nowMs) {
  const time = clockTime(ms);
  return dayKey(ms) === dayKey(nowMs) ? time : `${monthDay(ms)} ${time}`;
}

export function span(ms) {
  const minutes = Math.max(1, Math.ceil(ms / 60000));
  if (minutes < 60) return t("minutes", { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24)
    return minutes % 60
      ? t("hoursMinutes", { h: hours, m: minutes % 60 })
      : t("hours", { n: hours });
  const days = Math.floor(hours / 24);
  return hours % 24 ? t("daysHours", { d: days, h: hours % 24 }) : t("days", { n: days });
}

export function tomorrowAtNine(nowMs) {
  const [y, m, d] = dayKey(nowMs).split("-").map(Number);
  const guess = Date.UTC(y, m - 1, d + 1, 9);
  return guess - zoneOffset(guess);
}

function zoneOffset(ms) {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(ms);
  const at = Object.fromEntries(parts.map((part) => [part.type, Number(part.value)]));
  return (
    Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second) -
    Math.floor(ms / 1000) * 1000
  );
}
