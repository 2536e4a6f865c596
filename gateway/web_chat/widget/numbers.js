/* Phone numbers in running text: found, linked, never broken over two lines. */

const GAP = "[ .\\-\\u00a0\\u202f]?";
const LONG =
  "(?:\\+|00)[1-9]\\d{0,2}(?:" + GAP + "\\(0\\))?(?:" + GAP + "\\d){8,11}" +
  "|0[5-8](?:(" + GAP + ")\\d\\d(?:\\1\\d\\d){3}" +
  "|\\d\\d(" + GAP + ")(?:\\d\\d\\2\\d\\d\\2\\d\\d|\\d{3}\\2\\d{3}|\\d{6}))";
const SHORT = "15|19|112|141|150|177|190|(?!19|20)\\d{4}";
const NUMBERS = new RegExp("(?:" + LONG + "|" + SHORT + ")(?!\\d)", "g");

/* "15" is a phone number after "call", "ambulance" or another number, and never in "15 days". */
const BEFORE_SHORT = new RegExp(
  "(?:appel\\S*|compose\\S*|call|dial|num[ée]ro|number|ambulance|pompiers|fire|police|gendarmerie|samu|" +
    "dang(?:er|er imm[ée]diat)|immediate danger|رقم|الإسعاف|الشرطة|الدرك(?: الملكي)?|المطافئ|خطر فوري|الخطر الفوري)" +
    "[ \\u00a0]?:?[ \\u00a0](?:d'abord |tout de suite |first |now |ب?الرقم )?(?:au |le |the )?[(\\u200e]*$",
  "i"
);
const BETWEEN_SHORT = /^ ?(?:\([^)]*\)|[^\s,.;:()]+)?,? ?\(?(?:ou|or|et|and|أو|و|،)? ?(?:au |le |call |ب?الرقم )?[(\u200e]*$/;
const AFTER_SHORT =
  /^(?:[:.,\-\/]\d|\)?[ \u00a0]?(?:%|h\b|ans\b|an\b|jours?|mois|heures?|minutes?|days?|years?|months?|hours?|dirhams?|dh\b|يوم|أيام|سنة|عام|شهر|ساعة|دقيقة|درهم))/i;

/* Splits a text at its phone numbers: every second part is one. */
function atNumbers(text) {
  const parts = [""];
  let end = 0;
  let match;
  NUMBERS.lastIndex = 0;
  while ((match = NUMBERS.exec(text))) {
    const before = text.slice(0, match.index);
    const between = text.slice(end, match.index);
    const short = match[0].length < 5;
    const afterShort = parts.length > 1 && parts[parts.length - 2].length < 5;
    const follows = afterShort && between.length < 40 && BETWEEN_SHORT.test(between);
    const dialled = !short || BEFORE_SHORT.test(before) || (follows && match[0].length < 4);
    if (/[\d\-/+.,][ ]?$/.test(before.slice(-1)) || !dialled) continue;
    if (short && AFTER_SHORT.test(text.slice(match.index + match[0].length))) continue;
    parts[parts.length - 1] = between;
    parts.push(match[0], "");
    end = match.index + match[0].length;
  }
  parts[parts.length - 1] = text.slice(end);
  return parts;
}

function phoneLink(number, ...more) {
  return make("a", { class: "phone", href: "tel:" + number.replace(/\(0\)|[^\d+]/g, "") }, number, ...more);
}
