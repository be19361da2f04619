"""Every session key, written once."""

ENTERED = "entered"  # app.py has run in this session
PENDING = "pending"  # (page file, query parameters) to open once app.py has run
VISITOR = "visitor"  # the owner's name that the runs of this browser carry, in a shared studio
VISITOR_TOKEN = "visitor-token"  # the component that asks the browser
VISITOR_ASKED = "visitor-asked"  # it has been asked once; whoever gives no answer may look, but not start
LANGUAGE = "lang"  # the language a person chose, if they did; also the address parameter

FORM = "form"  # the settings form as it stands, see ui/forms.py
STARTED = "started"  # what the last Start button started, see ui/start.py
BRANCH_OF, BRANCH_STEP = "branch", "branch_step"  # address parameters: the run and the checkpoint to go on from
ACTION_PROBLEM = "action-problem"  # (run id, why its button that was pressed last could not do its work)
LIVE = "live"  # the parts of the page that refresh, see ui/live.py
CURVES = "curves"  # prefix: how the curves of a run are shown
DRAW = "draw"  # prefix: which new pictures of a run are shown
TIME_LAPSE = "time-lapse"  # prefix: what the pictures of a run are at
PICTURES_FORM = "pictures-form"  # how many sets of pictures this session has added: part of every widget's key
PICTURES_ADDED = "pictures-added"  # what came of the files that were just added, to say it once
PICTURES_KIND = "pictures-kind-"  # + that number: files or a folder
PICTURES_DIALOG = "pictures-dialog"  # ("rename" or "delete", name) of the dialog that is open on the Pictures page
RUNS_DIALOG = "runs-dialog"  # ("rename" or "delete", run id) of the dialog that is open on the Runs page
RUNS_PICK = "runs-pick-"  # + run id: ticked for comparison
RUNS_COMPARE = "runs-compare"  # the Compare button of the Runs page
EXPLORE_RUN, EXPLORE_KIND = (
    "explore-run",
    "explore-kind",
)  # widgets of the Explore page, whose values are in the address
EXPLORE_INK = "explore-ink"  # what a person has drawn there, as bytes
EXPLORE_ASKED = "explore-asked"  # what was searched for last: (space, picture, view)
EXPLORE_FOUND = "explore-found"  # (run id, latent) where a search has led, if one walks from there
COMPARE_RUNS = "compare-runs"  # widgets of the Compare page; what they hold is in the address
COMPARE_BY = "compare-by"
COMPARE_AT = "compare-at"
COMPARE_SHOWN = "compare-shown"  # where the slider stood before, and where it was put last
LEARN_SCENE = "learn-scene"  # prefix: the buttons that show a scene
# The controls of the Learn page; what they hold is in the address under these names.
LEARN_SHAPE, LEARN_MIDDLE, LEARN_WIDTH = "bumps", "middle", "width"
LEARN_ORDER, LEARN_LOSS, LEARN_RATE, LEARN_R1, LEARN_STEPS = "moves", "game", "rate", "r1", "steps"
SHEET = "sheet"  # the number of the last stroke on the sheet of the Playground
LEARN_NOISE = "noise"
