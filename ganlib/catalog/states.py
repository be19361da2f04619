"""Plain words for what a run is doing, and for why one failed."""

from ganlib.catalog.spec import Spec, by_key
from ganlib.i18n import N_

STATES = by_key(
    Spec(
        key="queued",
        title=N_("waiting"),
        why=N_("Another run has the machine; this one starts by itself when its turn comes."),
    ),
    Spec(key="running", title=N_("training"), why=N_("It goes on when you close this page.")),
    Spec(
        key="paused",
        title=N_("paused"),
        why=N_("It uses no machine, and goes on from its last checkpoint when you resume it."),
    ),
    Spec(key="completed", title=N_("finished"), why=N_("It used its whole budget.")),
    Spec(
        key="stopped",
        title=N_("stopped"),
        why=N_("Somebody stopped it, or it came to a limit of this studio; what it had learned was saved."),
    ),
    Spec(key="failed", title=N_("failed"), why=N_("It could not go on.")),
    Spec(
        key="lost",
        title=N_("lost"),
        why=N_(
            "Its process disappeared, for example because the computer was switched off. It can be resumed from its last checkpoint."
        ),
    ),
    Spec(
        key="damaged",
        title=N_("damaged"),
        why=N_("Files of this run are missing or cannot be read. Other runs are not affected."),
    ),
)

PHASES = by_key(
    Spec(
        key="submitted",
        title=N_("waiting in the cluster"),
        why=N_("The cluster has this run and starts it as soon as one of its machines has room."),
    ),
    Spec(key="starting", title=N_("starting"), why=N_("TensorFlow is being loaded.")),
    Spec(
        key="loading_data",
        title=N_("loading pictures"),
        why=N_("The training pictures are read, or downloaded the first time."),
    ),
    Spec(
        key="building", title=N_("building the networks"), why=N_("The networks are put together with random weights.")
    ),
    Spec(
        key="compiling",
        title=N_("compiling"),
        why=N_("The training step is translated for this machine, once; this takes some seconds."),
    ),
    Spec(key="training", title=N_("training"), why=N_("The networks learn, batch by batch.")),
    Spec(key="saving", title=N_("saving the model"), why=N_("The finished model is written as Keras and ONNX files.")),
    Spec(
        key="measuring",
        title=N_("measuring how good it is"),
        why=N_("The model is saved; its samples are scored once more. Stopping skips this."),
    ),
)

FAILURES = by_key(
    Spec(
        key="out_of_memory",
        title=N_("The machine ran out of memory."),
        why=N_("Choose a smaller batch size or fewer filters, or close other programs."),
    ),
    Spec(
        key="disk_full", title=N_("The disk is full."), why=N_("Delete runs that you no longer need, then start again.")
    ),
    Spec(
        key="data_damaged",
        title=N_("The pictures to learn from are damaged."),
        why=N_("Install GAN Studio again, or delete the downloaded file so that it is fetched anew."),
    ),
    Spec(
        key="data_missing",
        title=N_("The pictures to learn from are not on this computer any more."),
        why=N_("Add the same pictures again on the page Pictures: then it can be started again."),
    ),
    Spec(
        key="data_offline",
        title=N_("The pictures could not be downloaded."),
        why=N_("Check the network connection, or choose MNIST: it comes with GAN Studio."),
    ),
    Spec(
        key="not_finite",
        title=N_("A loss is not a number any more: training broke down."),
        why=N_(
            "Try a lower learning rate, or a higher R1 penalty. The model of the last good checkpoint was kept: branch from it with other settings."
        ),
    ),
    Spec(
        key="bad_config",
        title=N_("The settings of this run cannot be used."),
        why=N_("Duplicate it as a new run and correct them."),
    ),
    Spec(
        key="over_limit",
        title=N_("This run asks for more than this studio allows."),
        why=N_("Duplicate it as a new run with fewer steps or minutes, or with smaller networks."),
    ),
    Spec(
        key="killed",
        title=N_("The system ended the training process."),
        why=N_(
            "Most often because memory ran out. Choose a smaller batch size or fewer filters, or close other programs."
        ),
    ),
    Spec(
        key="machine_lost",
        title=N_("The machine that trained it is gone."),
        why=N_("The cluster has lost it. Resume the run: it goes on from its last checkpoint on another machine."),
    ),
    Spec(
        key="other_networks",
        title=N_("The checkpoint belongs to other networks than this GAN Studio builds."),
        why=N_("Another version has made it. What has been trained stays; to train more, start another like this."),
    ),
    Spec(
        key="start_failed",
        title=N_("The training process could not start."),
        why=N_("TensorFlow may not be installed correctly. The log says more."),
    ),
    Spec(key="crashed", title=N_("The training process ended unexpectedly."), why=N_("The log says more.")),
    Spec(
        key="unexpected", title=N_("Something unexpected went wrong."), why=N_("The log says more; please report it.")
    ),
)

EVENTS = {  # kinds of `events.jsonl`
    "started": N_("Training started"),
    "resumed": N_("Training went on from a checkpoint"),
    "rescued": N_("Rescued: back to the last checkpoint, with half the learning rate"),
    "paused": N_("Paused"),
    "stopped": N_("Stopped"),
    "completed": N_("Finished"),
    "not_finite": N_("These were no longer numbers"),
    "not_measured": N_("The samples could not be scored"),
    "checkpoint_damaged": N_("A damaged checkpoint was passed over"),
}
