//! Time-based codes (RFC 6238: SHA-1, 6 digits, 30 seconds), as a real authenticator app makes them.

use totp_rs::{Builder, Secret, Totp};

/// How long one code is shown, in seconds.
pub(super) const STEP: u64 = 30;

/// What the app shows at this second.
pub(super) fn code(secret: [u8; 20], seconds: u64) -> String {
    app(secret).generate(seconds).to_string()
}

/// The step that a code belongs to: now, the one before or the one after, but later than `last`, the newest step
/// already used. So a code that was read over a shoulder is worth nothing.
pub(super) fn fitting_step(secret: [u8; 20], code: &str, seconds: u64, last: u64) -> Option<u64> {
    let now = seconds / STEP;
    let app = app(secret);
    (now.saturating_sub(1)..=now + 1)
        .filter(|step| *step > last)
        .find(|step| app.generate(step * STEP).to_string() == code.trim())
}

/// The secret for typing into an app, and the URI behind a QR code.
pub(super) fn invitation(secret: [u8; 20], email: &str, issuer: &str) -> (String, String) {
    let secret = Secret::new(Box::new(secret));
    let typed = secret.to_base32();
    // A colon separates issuer and account in the URI and is refused in either.
    let account = email.replace(':', " ");
    let app = Builder::new()
        .with_secret(secret)
        .with_account_name(account)
        .with_issuer(Some(issuer.replace(':', " ")))
        .build_noncompliant();
    (typed, app.to_url().unwrap_or_default())
}

fn app(secret: [u8; 20]) -> Totp {
    Builder::new().with_secret(Secret::new(Box::new(secret))).with_step_duration(STEP).build_noncompliant()
}

#[cfg(test)]
mod tests {
    use super::{code, fitting_step};

    const SECRET: [u8; 20] = *b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        // The last six digits of the examples in RFC 6238, appendix B.
        for (seconds, shown) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(code(SECRET, seconds), shown);
        }
    }

    #[test]
    fn a_code_fits_for_three_steps_and_never_after_a_later_one() {
        let shown = code(SECRET, 3000);
        let fits = |seconds, last| fitting_step(SECRET, &shown, seconds, last);
        assert_eq!(
            [fits(2969, 0), fits(2970, 0), fits(3059, 0), fits(3060, 0)],
            [None, Some(100), Some(100), None]
        );
        assert_eq!([fits(3000, 99), fits(3000, 100)], [Some(100), None]);
    }
}
