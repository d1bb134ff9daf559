"use strict";

// How much of an answer is shown: a list of a million people would take all memory of the tab.
const SHOWN = 200000;

const page = document.getElementById("swagger");
let token = null;

class Problem extends Error {
    constructor(message, link) {
        super(message);
        this.link = link;
    }
}

const over = () => new Problem("Your session is over.", ["/sign-in", "Sign in again"]);

async function bearer() {
    if (token && token.expiresAt - 30 > Date.now() / 1000) return token.token;
    const answer = await fetch("/api/token", {
        method: "POST",
        headers: { "x-csrf": page.dataset.csrf },
        redirect: "manual",
    });
    if (answer.type === "opaqueredirect" || answer.status === 401) throw over();
    if (!answer.ok) throw new Problem("The page is out of date.", ["/api", "Load it again"]);
    token = await answer.json();
    return token.token;
}

function address(form) {
    let path = form.dataset.path;
    const query = new URLSearchParams();
    for (const input of form.querySelectorAll("input")) {
        const value = input.value.trim();
        if (input.dataset.in === "path") {
            // A browser takes these for steps and would call another path.
            if (value === "" || value === "." || value === "..") throw new Problem(`${input.name} is missing.`);
            path = path.replace(`{${input.name}}`, () => encodeURIComponent(value));
        } else if (value !== "") {
            query.set(input.name, value);
        }
    }
    return query.size ? `${path}?${query}` : path;
}

async function shown(answer) {
    if (!answer.body) return ["", false];
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
        const { done, value } = await reader.read();
        if (done) return [text + decoder.decode(), false];
        text += decoder.decode(value, { stream: true });
        if (text.length > SHOWN) {
            await reader.cancel();
            return [text.slice(0, SHOWN), true];
        }
    }
}

function pretty(text) {
    try {
        return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
        return text;
    }
}

function add(result, name, text, style) {
    const element = document.createElement(name);
    element.textContent = text;
    if (style) element.className = style;
    result.append(element);
    return element;
}

function complain(result, problem) {
    const line = add(result, "p", problem instanceof Problem ? problem.message : "The server did not answer.", "wrong");
    if (problem.link) {
        const link = document.createElement("a");
        [link.href, link.textContent] = problem.link;
        line.append(" ", link);
    }
}

async function execute(form) {
    const result = form.parentElement.querySelector(".result");
    const button = form.querySelector(".execute");
    result.replaceChildren();
    button.disabled = true;
    try {
        const path = address(form);
        const body = form.querySelector("textarea")?.value;
        const headers = { authorization: `bearer ${await bearer()}` };
        if (body !== undefined) headers["content-type"] = "application/json";
        add(result, "h2", "Request");
        add(result, "pre", `${form.dataset.method} ${location.origin}${path}`);
        const answer = await fetch(path, {
            method: form.dataset.method,
            headers,
            body,
            credentials: "omit",
            redirect: "manual",
        });
        const [text, cut] = await shown(answer);
        add(result, "h2", "Response");
        add(result, "p", `${answer.status} ${answer.statusText}`, answer.ok ? "status good" : "status bad");
        add(result, "pre", cut ? text : pretty(text) || "no content", "answer");
        if (cut) add(result, "p", `Only the first ${SHOWN} characters are shown.`, "about");
        if (answer.status === 401) token = null;
    } catch (problem) {
        complain(result, problem);
    } finally {
        button.disabled = false;
    }
}

function choose(button) {
    const box = button.closest(".tabs").parentElement;
    for (const one of box.querySelectorAll("[data-show]")) one.setAttribute("aria-pressed", one === button);
    for (const one of box.querySelectorAll("[data-tab]")) one.hidden = one.dataset.tab !== button.dataset.show;
}

for (const fieldset of page.querySelectorAll("fieldset")) fieldset.disabled = false;
page.addEventListener("submit", (event) => {
    event.preventDefault();
    execute(event.target);
});
page.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.show) choose(button);
    if (button?.classList.contains("example")) {
        const body = button.closest(".body").querySelector("textarea");
        body.value = pretty(button.textContent);
        body.focus();
    }
});
