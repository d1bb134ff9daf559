"use strict";

// Between two looks, in milliseconds.
const PAUSE = 1500;

const state = document.getElementById("trail-state");

function ended() {
    const link = document.createElement("a");
    link.href = "/sign-in";
    link.textContent = "Sign in again";
    state.replaceChildren("Your session is over. ", link);
}

async function renew() {
    if (document.visibilityState === "visible") {
        try {
            const answer = await fetch("/overview/trail", { headers: { "x-renew": "1" }, redirect: "manual" });
            if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return ended();
            if (!answer.ok) throw new Error(answer.status);
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            const lines = document.getElementById("trail");
            const fresh = page.getElementById("trail");
            // What is selected stays so while nothing is new.
            if (fresh.innerHTML !== lines.innerHTML) lines.replaceWith(document.adoptNode(fresh));
            const pages = page.querySelector("nav.pages");
            document.querySelector("nav.pages").replaceWith(document.adoptNode(pages));
            state.textContent = "This page renews itself.";
        } catch {
            state.textContent = "The server does not answer.";
        }
    }
    setTimeout(renew, PAUSE);
}

renew();
