// What the editors' checks (cms/checks.py) look for beyond axe's own rules. Each answers: is this element in order?
const VAGUE = /^(여기|이곳|요기|클릭|링크|바로 ?가기|더 ?보기|자세히|here)(를|을|서|에서)?( ?(클릭|눌러 ?주세요|보기))?$/i;
const DATE = /(\d{1,2}월 ?\d{1,2}일|\d{4}\. ?\d{1,2}\. ?\d{1,2}\.?)(?! ?\([월화수목금토일]\)|\d)/;

// The sentences that a new page begins with, as its preview names them.
const hintsAround = (element) => JSON.parse(element.closest("[data-hints]")?.dataset.hints ?? "[]");

const tests = {
  "vague-link": (link) => !VAGUE.test(link.textContent.trim()),
  "picture-description": () => false, // only what the block marks is asked
  "video-captions": (video) => Boolean(video.querySelector("track[kind=captions]")?.getAttribute("src")),
  "video-script": (section) => Boolean(section.querySelector("details .prose")?.textContent.trim()),
  "lesson-times": (line) => Number(line.dataset.minutes) > 0 && Number(line.dataset.reading) > 0,
  "template-text": (element) => !hintsAround(element).includes(element.textContent.trim()),
  "date-weekday": (element) => !DATE.test(element.textContent),
};

window.axe?.configure({ checks: Object.entries(tests).map(([id, evaluate]) => ({ id, evaluate })) });
