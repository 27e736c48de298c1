package dev.angarium.provider.data;

import dev.angarium.provider.json.Json;
import dev.angarium.provider.json.JsonOut;

/** A file that a message refers to. What is unknown stays out; addresses are volatile, for they are signed anew. */
public final class Media implements Part {
    private String id = "";
    private String url = "";
    private String directPath = "";
    private String mimeType = "";
    private String sha256 = "";
    private String encSha256 = "";
    private String mediaKey = "";
    private String caption = "";
    private String fileName = "";
    private long size;
    private long seconds;
    private long width;
    private long height;
    private boolean voice;
    private boolean animated;
    private boolean viewOnce;

    /** @param providerId by which the provider hands the file out; empty with those that send an address */
    public Media source(String providerId, String address, String path) {
        this.id = providerId;
        this.url = address;
        this.directPath = path;
        return this;
    }

    public Media file(String mime, String name, long bytes) {
        this.mimeType = mime;
        this.fileName = name;
        this.size = bytes;
        return this;
    }

    /** Hashes of the file as it is and as it is stored, and the key between; base64. */
    public Media hashes(String plain, String encrypted, String key) {
        this.sha256 = plain;
        this.encSha256 = encrypted;
        this.mediaKey = key;
        return this;
    }

    public Media caption(String text) {
        this.caption = text;
        return this;
    }

    public Media shape(Json file) {
        this.seconds = file.get("seconds").number(0);
        this.width = file.get("width").number(0);
        this.height = file.get("height").number(0);
        return this;
    }

    public Media voice(boolean recorded) {
        this.voice = recorded;
        return this;
    }

    public Media animated(boolean moving) {
        this.animated = moving;
        return this;
    }

    public Media viewOnce(boolean once) {
        this.viewOnce = once;
        return this;
    }

    @Override
    public void writeTo(JsonOut out) {
        out.object("media").text("id", id).text("mimeType", mimeType).positive("size", size);
        out.text("sha256", sha256).text("caption", caption).text("fileName", fileName);
        out.positive("seconds", seconds).positive("width", width).positive("height", height);
        out.flag("voice", voice).flag("animated", animated).flag("viewOnce", viewOnce);
        out.beginVolatile();
        out.text("url", url).text("directPath", directPath);
        out.text("encSha256", encSha256).text("mediaKey", mediaKey);
        out.endVolatile().endObject();
    }
}
