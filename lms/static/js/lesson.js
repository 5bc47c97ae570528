// Remembers where reading stopped, so that the next visit begins there. Without scripts it begins at the next lesson.
const lesson = document.getElementById("lesson");
const token = document.querySelector("input[name=csrfmiddlewaretoken]");
let kept = "";

const keep = () => {
  const parts = [...lesson.querySelectorAll("[data-anchor]")];
  const seen = parts.filter((part) => part.getBoundingClientRect().top < window.innerHeight / 2);
  const anchor = seen.length ? seen[seen.length - 1].id : "";
  if (anchor === kept) return;
  kept = anchor;
  const body = new URLSearchParams({ anchor, csrfmiddlewaretoken: token.value });
  fetch(lesson.dataset.place, { method: "POST", body, keepalive: true });
};

if (lesson && token) {
  let waiting = 0;
  window.addEventListener("scroll", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 1500);
  }, { passive: true });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });
}
