// Small helps on top of pages that work without any of them.

// The error summary takes the focus, so that it is the first thing that is read; where there is none, the first mistake.
const errors = document.querySelector("#errors, #kept")
  ?? document.querySelector("fieldset.err, .fs.err :is(input, select, textarea), .errors");
if (errors) errors.focus();

// A chosen date, written out with its weekday.
const echo = (line) => {
  const input = document.getElementById(line.dataset.echo);
  if (!input) return;
  input.addEventListener("input", () => {
    const day = input.valueAsDate;
    line.textContent = day
      ? `${day.getUTCFullYear()}년 ${day.getUTCMonth() + 1}월 ${day.getUTCDate()}일(${"일월화수목금토"[day.getUTCDay()]})`
      : "";
  });
};
document.querySelectorAll("[data-echo]").forEach(echo);

// How much has been written. The server counts characters, so this does too, not UTF-16 units.
const count = (line) => {
  const input = document.getElementById(line.dataset.count);
  const number = line.querySelector("span");
  if (!input) return;
  const show = () => { number.textContent = [...input.value].length; };
  input.addEventListener("input", show);
  show();
};
document.querySelectorAll("[data-count]").forEach(count);

// The large buttons beside a number; without scripts the number alone is there.
const stepper = (box) => {
  const input = box.querySelector("input");
  box.classList.remove("step-plain");
  box.querySelectorAll("[data-step]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const least = input.min === "" ? -Infinity : Number(input.min);
      const most = input.max === "" ? Infinity : Number(input.max);
      const next = Number(input.value || 0) + Number(button.dataset.step);
      input.value = Math.min(most, Math.max(least, next));
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
};
document.querySelectorAll("[data-stepper]").forEach(stepper);

// A form is sent once. The server would take a second press as the same one, but a person should see that it works.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "noBusy" in form.dataset || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (!button || !button.classList.contains("btn")) return;
  button.setAttribute("aria-busy", "true");
  button.dataset.label = button.textContent;
  button.textContent = document.body.dataset.busyText;
});

// Back to the page by the back button: it can be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  document.querySelectorAll("[aria-busy]").forEach((button) => {
    button.removeAttribute("aria-busy");
    button.textContent = button.dataset.label;
  });
});

// Buttons that only make sense with scripts.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

document.querySelectorAll("[data-reveal]").forEach((button) => {
  const input = document.getElementById(button.dataset.reveal);
  if (!input) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
});
