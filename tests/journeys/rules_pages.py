"""Every page and state of the rules, as the demo company has them: read by everybody, and made by those who write them."""

from tests.journeys.pages import View, fill_and_press, press

RULES = [
    View("house rules", "/policy/"),
    View("house rules, what changed", "/policy/house-rules/versions/2/?changes=1"),
    View("house rules, an earlier version", "/policy/house-rules/versions/1/"),
    View("house rules, in consultation", "/policy/house-rules/versions/3/"),
    View("house rules, compared", "/policy/house-rules/compare/1..2/", press("details.changed summary")),
    View("rules, another document", "/policy/whistleblowing/"),
    View("rules, a document that nobody has begun", "/policy/privacy/", status=404),
    View("consultation", "/policy/house-rules/consultation/"),
    View("consultation, faulty", "/policy/house-rules/consultation/", fill_and_press({}, "#say button.btn--accent")),
    View("you said, we did", "/policy/house-rules/said-and-done/"),
    View("acknowledge", "/policy/house-rules/acknowledge/"),
    View("quiz", "/policy/house-rules/quiz/"),
    View("my acknowledgements", "/settings/acknowledgements/"),
    View("what is seen of me", "/settings/what-is-seen/"),
    View("channels outside", "/channels/"),
    View("do I represent us", "/channels/representing/"),
    View("drafts of others", "/policy/drafts/", status=404),
]

WRITING = [
    View("house rules, for who writes them", "/policy/"),
    View("drafts", "/policy/drafts/"),
    View("a draft", "/policy/drafts/house-rules/"),
    View("a draft, next step", "/policy/drafts/house-rules/steps/sign-off/"),
    View("a draft, withdraw", "/policy/drafts/house-rules/steps/withdrawn/"),
    View("a draft, its quiz", "/policy/drafts/house-rules/quiz/"),
    View("how many have acknowledged", "/policy/house-rules/coverage/"),
    View("evidence", "/policy/evidence/"),
    View("questions about the rules", "/policy/questions/"),
    View("measures", "/policy/measures/"),
    View("measures, a new one", "/policy/measures/new/"),
    View("measures, own words", "/policy/measures/words/"),
    View("a new channel", "/channels/new/"),
]
