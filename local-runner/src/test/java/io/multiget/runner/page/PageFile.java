package io.multiget.runner.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code upload.html} as it is in the source tree. */
record PageFile(Path path, String text) {
    private static final Pattern POLICY =
            Pattern.compile("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">");

    static PageFile find() {
        Path path = Path.of("..", "upload.html").toAbsolutePath().normalize();
        try {
            return new PageFile(path, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String policy() {
        return first(POLICY);
    }

    /** The source expression that allows the page's only script. */
    String scriptHash() {
        return hash(element("script"));
    }

    /** The source expression that allows the page's only style. */
    String styleHash() {
        return hash(element("style"));
    }

    private String element(String name) {
        return first(Pattern.compile("<" + name + ">(.*?)</" + name + ">", Pattern.DOTALL));
    }

    private String first(Pattern pattern) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException(path + " has nothing like " + pattern);
        }
        return found.group(1);
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
