package io.multiget.enricher.http;

/** One question of one task's incarnation on its way to an engine and back: told once, and never when nobody listens. */
final class Asking implements Asker {
    private final Instance instance;
    private final Task task;
    private final Question question;
    private final Asker asker;
    private boolean told;

    Asking(Instance instance, Task task, Question question, Asker asker) {
        this.instance = instance;
        this.task = task;
        this.question = question;
        this.asker = asker;
    }

    Question question() {
        return question;
    }

    boolean isTold() {
        return told;
    }

    @Override
    public void answered(Question about, KeyResult result, boolean first) {
        Broken.when(told, "%s was told twice of %s", task, about.key());
        Broken.when(task.isOver(), "%s is gone, and was told of %s", task, about.key());
        Broken.when(!about.equals(question), "%s asked %s, and was told of %s", task, question.key(), about.key());
        told = true;
        instance.told(this, result);
        asker.answered(about, result, first);
        task.hasNews();
    }

    @Override
    public void called(Question about, CallCount count) {
        Broken.when(told, "%s was charged for %s after the answer", task, about.key());
        asker.called(about, count);
        task.hasNews();
    }

    @Override
    public boolean isGone() {
        return asker.isGone();
    }

    @Override
    public boolean isWithdrawn() {
        return asker.isWithdrawn();
    }

    @Override
    public String toString() {
        return question.lookup().name() + " " + question.key() + (told ? " (answered, in the mailbox)" : "");
    }
}
