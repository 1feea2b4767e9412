"""Other ways out: robots that answer as DingTalk, WeCom and Feishu do, on this machine."""
