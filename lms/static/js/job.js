// How far a job is, without pressing: the page is asked anew until the job is finished.
const EVERY = 3000;

async function look() {
  const card = document.getElementById("job");
  if (card.hasAttribute("data-finished")) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = answer.ok ? page.getElementById("job") : null;
    // Only what changed is replaced, so that the place of a reader or a keyboard isn't lost at each look.
    if (fresh && fresh.innerHTML !== card.innerHTML) card.replaceWith(document.adoptNode(fresh));
  } catch {
    // The network is away for a moment; the next look tells.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
